"""Nynorsk and irregular forms beside the bokmål word they stand for, so that both are one word to a search.

Written by us. Each pair is folded by its stem: `nykel=nøkkel` covers nykelen, nyklar and nyklane too. Nothing is ever
shown in folded form.
"""

# Words that say nothing about what a text is about, in both written standards.
_SMALL_WORDS = """
all alle alt altfor andre anna annen annet at att av bak bare berre ble blei bli blir blitt både da deg dei deira
deires den denne der dere deres dermed desse det dette di din disse ditt du dykk då eg egen ei ein eine eit eitt eller
en enda ene ennå er et ett etter for fordi fortsatt fra frå fyrst fyrste få får fått først første gi gir gitt gjennom
gjer gjere gjerne gjev gjort gjør gjøre godt ha hadde han har hatt heile hele hennes her hit ho hun hva hvem hver
hverandre hvert hvilke hvilken hvilket hvis hvor hvordan hvorfor i igjen ikke ikkje ingen ingenting inkje inn inne
inni innom ja jeg kan kjem klart kom koma komme kommer korleis kunne kva kvar kvart kven kvifor la lag langt lar litt
lyt man mange med medan meg meir mellom men mens mer mest mot mye mykje må måtte nei no noe noen nok noka noko nokon
nokre nå når og også om opp oppe oss over på rett rundt same samme samt seg sei seie seier ser si sia sida sidan siden
sier sin sine skal skulle slik slike slipp som støtt så sånn ta tar tas tek til tilbake ulik under ut utan ute uten
var ved veit vel veldig vera vere vert vet vi vil ville vis viss vore vår våre vårt være vært
"""
SMALL_WORDS = frozenset(_SMALL_WORDS.split())

_PAIRS = """
avgjerd=vedtak avgjerder=vedtak avgjørelse=vedtak bein=ben blaut=våt born=barn unge=barn byrje=begynne byte=bytte
deltakar=deltaker draum=drøm eigar=eier eigarar=eier eigne=egne eining=enhet enhetene=enhet einskild=enkelt
endringar=endringer endre=endring fleire=flere forbetre=forbedre forbetring=forbedring forseinka=forsinket
forseinking=forsinkelse fortelje=fortelle framlegg=forslag frukost=frokost følgje=følge gamal=gammel gamle=gammel
gløyme=glemme gløymer=glemme gløymt=glemt golv=gulv gong=gang gonger=gang gonger=ganger handduk=håndkle
handdukar=håndkle håndkleet=håndkle håndklær=håndkle hanskar=hanske heim=hjem heimebesøk=hjemmebesøk
heimetenesta=hjemmetjenesten heimeteneste=hjemmetjeneste heimesjukepleie=hjemmesykepleie hol=hull hugse=huske
hugseliste=huskeliste innbyggjar=innbygger innbyggjarar=innbyggere jamleg=jevnlig kjend=kjent klede=klær kleda=klær
klærne=klær klesplagg=klær kvile=hvile kvit=hvit kvitvask=hvitvask køyre=kjøre køyrer=kjører køyring=kjøring
køyrety=kjøretøy laus=løs leiar=leder leiarar=leder ledere=leder lækjar=lege lækjarar=lege leiing=ledelse leite=lete
leitar=leter leiting=leting ljos=lys lærar=lærer lærarar=lærer medarbeidar=medarbeider mjølk=melk melkeprodukt=melk
morgon=morgen morgonen=morgen morgonar=morgen morgenen=morgen morgonstell=morgenstell morgonrapport=morgenrapport
mjuk=myk namn=navn namnet=navn netter=natt nytilsett=nyansatt numre=nummer nykel=nøkkel nyklar=nøkler
bilnykel=bilnøkkel nykelboks=nøkkelboks nykelskap=nøkkelskap open=åpen opne=åpne opninga=åpning pleiar=pleier
pleiarar=pleier pårørande=pårørende raud=rød rein=ren reingjering=rengjøring reinhald=renhold reinhaldar=renholder
rekning=regning rekningar=regninger romma=rom ryddig=rydde sein=sen seint=sent seinare=senere sengklede=sengetøy
sengeklede=sengetøy sengklær=sengetøy sjuk=syk sjuke=syk sjukefråvær=sykefravær sjukeheim=sykehjem
sjukemelding=sykemelding sjukepleiar=sykepleier skule=skole skular=skoler skuledag=skoledag skulegard=skolegård
spørje=spørre spurt=spørre spør=spørre spørsmåla=spørsmål stell=stelle skrivne=skrive skrevet=skrive skreiv=skrive
skrev=skrive søkje=søke søkjar=søker soknad=søknad soknader=søknader byggjesøknad=byggesøknad byggje=bygge
byggjesak=byggesak teikn=tegn teikning=tegning teikne=tegne teneste=tjeneste tenester=tjenester telje=telle
tilsett=ansatt tilsette=ansatte tolkar=tolk tryggleik=trygghet tryggleiksalarm=trygghetsalarm tryggje=trygge
treng=trenge trong=behov tyding=betydning tysdag=tirsdag laurdag=lørdag måndag=mandag sundag=søndag ulikt=ulik
utsette=utsatt utsetje=utsette vaksen=voksen vaksne=voksne voksne=voksen veg=vei vegar=vei vegen=vei veke=uke
veker=uke vekene=uke vekeplan=ukeplan uka=uke uker=uke ukene=uke uken=uke vitjing=besøk vitje=besøke
vanskeleg=vanskelig vøle=reparere øskje=eske forstyrrar=forstyrre uroa=forstyrre uroe=forstyrre noreg=norge
skjøne=skjønne skjønar=skjønner skjønte=skjønne tidlegare=tidligere tidleg=tidlig rettleiing=veileder
rettleie=veileder veilede=veileder veiledning=veileder rettleiar=veileder skilnad=forskjell løn=lønn nøgd=fornøyd
sakne=savne saknar=savner røyr=rør mødre=mor fedre=far foreldra=foreldre mødrer=mor bøker=bok bøkene=bok føter=fot
hender=hånd hand=hånd tenner=tann natta=natt nattevakter=nattevakt hjelpemidla=hjelpemiddel leggje=legge liggje=ligge
seljar=selger plassar=plass dagar=dag hjelpe=hjelp eldre=gammel eldst=gammel større=stor størst=stor mindre=liten
små=liten lita=liten smått=liten lenger=lang lengre=lang lenge=lang bilane=bil kollegaer=kollega kolleger=kollega
kollegaene=kollega verktya=verktøy verkty=verktøy vaske=vask døme=eksempel oppgåve=oppgave oppgåver=oppgaver
oppfylgjing=oppfølging oppfølgjing=oppfølging fylgje=følge melde=melding opplæringa=opplæring vidare=videre
utvikle=utvikling samtalar=samtale rådgjevar=rådgiver rådgjeving=rådgiver rådgivning=rådgiver
arbeidsgjevar=arbeidsgiver eigedom=eiendom røynsle=erfaring erfaren=erfaring røynd=erfaring framand=fremmed
tidsbruk=tid pengar=penger kommunar=kommuner
"""


def pairs() -> list[tuple[str, str]]:
    """Every (form, bokmål word that it stands for)."""
    return [(form, word) for form, _, word in (pair.partition("=") for pair in _PAIRS.split())]


# Endings of stems: what nynorsk writes, and what bokmål does.
ENDINGS = (("leik", "het"), ("heit", "het"), ("leg", "lig"))
