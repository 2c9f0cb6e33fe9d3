"""Words of a municipality's working day that mean much the same. Written by us; one line is one meaning.

A word may stand in several lines, in any form and either written standard. A word in two or more parts is left out:
parts of compounds are looked up by themselves (see compounds.py).
"""

from functools import cache

from laeringslean.calc.words.stems import stem

_MEANINGS = """
leting lete finne søke forsvinne borte mangle rote forlagt
rydde rot rotete kaos uorden merke sortere orden
møte samling sammenkomst drøfte diskutere diskusjon personalmøte fagmøte
rapport gjennomgang overlapp morgenrapport vaktrapport briefing oppsummering
vakt vaktskifte skift vaktstart dagvakt kveldsvakt turnus
vente venting kø ventetid stå forsinket forsinkelse sen treg
kjøre kjøring bil kjøretøy tur køyring rute transport servicebil firmabil
parkere parkering plass p-plass
sykkel elsykkel tråkke
bruker beboer pasient gammel eldre hjemmeboende
barn unge elev barnehagebarn småbarn
forelder foresatt mor far foreldre mamma pappa hjemmet
lærer pedagog lærar undervise undervisning
leder sjef rektor avdelingsleder enhetsleder virksomhetsleder ledelse
kollega medarbeider ansatt personale pleier stab
ny nyansatt vikar nybegynner innleid ekstravakt ferievikar
makker fadder kollega følge opplæring veilede mentor
lege doktor legevisitt visitt tilsynslege
medisin pille tablett dosett multidose legemiddel medisinering
apotek medisin
sår bandasje bandasjering sårstell kompress plaster forbinding
stell stelle vaske dusje morgenstell hygiene
klut krem såpe håndkle
sengetøy laken håndkle lintøy tekstil dyne putetrekk
klær plagg tøy jakke bukse arbeidstøy arbeidsklær kle påkledning
tørr våt fuktig tørke tørkeskap
vask vaskeri vaske klesvask
merke navn navnelapp skrive eier
garderobe yttergang gang kleshenger
utstyr hjelpemiddel redskap verktøy materiell
boks eske skrin kasse kurv skap koffert pakke
lager hovedlager bod hylle lagerrom
del reservedel vare komponent
hente henting ekstratur bære springe
bestille innkjøp kjøpe bestilling anskaffe
telefon ringe oppringning mobil anrop samtale
forstyrre avbrudd avbryte uro arbeidsro ro konsentrere konsentrasjon stille
merke skilt tegn symbol vest plakat
nettbrett ipad skjerm pc datamaskin brett
lader batteri lade strøm flat tom
sms tekstmelding melding påminnelse påminne varsle varsel
time avtale oppmøte møte fram konsultasjon
utsette flytte avlyse utsatt
tolk oversette oversetter språk tolkesamtale
flyktning deltaker innvandrer bosatt bosetting
familie husstand
introduksjonsprogram voksenopplæring norskkurs
etat kontor instans avdeling
felles samle samlet sammen ett
samme likt dobbeltarbeid igjen gjentakelse dobbelt
mal standard standardtekst skjema oppsett
liste sjekkliste huskeliste oversikt skjema
huske glemme glemt påminnelse
vedtak avgjørelse beslutning brev
søknad søke søker byggesøknad byggesak
garasje tilbygg uthus bod påbygg anneks carport
vedlegg dokument tegning kart situasjonskart nabovarsel papir
mangle ufullstendig mangelbrev komplett ettersende ettersendes
tidlig raskt straks fort umiddelbart
innbygger borger publikum folk
faktura regning fakturagrunnlag bilag betaling
konto kontering kontoplan
retur returnere sende
rette retting feil omarbeid ordne fikse korrigere
lys lampe taklys nattlys belysning
natt nattevakt kveld
søvn sove vekke våkne soverom
rom soverom værelse
fall falle ramle
allergi tåle nøtt intoleranse melk
mat måltid lunsj middag frokost servere smøre spise matstasjon
forsyne selv selvhjelp mestre
bilde foto illustrasjon piktogram rekkefølge
plan ukeplan årsplan timeplan program
informasjon beskjed opplysning orientering melding informere
pause hvile pauserom
tavle oppslag
syk sykdom fravær sykemelding
inspeksjon tilsyn vakthold
vikar fravær time erstatte
bråk støy høylytt krangel
rengjøring renhold
ødelagt defekt knust reparere reparasjon løs
nøkkel bilnøkkel nøkkelboks krok
lomme jakke
alarm trygghetsalarm ringeklokke
vekt veie
post brev
søppel avfall renovasjon
vann vannmåler ledning rør
vei gate veg
kum kumlokk stikkrenne
snø brøyte strø is
skade ulykke farlig uhell
hemmelig anonym taushetsplikt
penger utbetaling betaling lønn beløp
arkiv mappe sak
system journal dataprogram fagsystem
papir lapp skjema ark
helg lørdag søndag
bok bibliotek lesing lese
leke lekeplass sandkasse
drone fly inspeksjon
kopi kopimaskin skriver printer
møterom rom
skole klasserom
blomst plante vanne
musikk sang
rask hurtig fort snar
lang lenge langvarig
ofte stadig støtt hyppig
ungdom tenåring elev student skoleelev
voksen menneske
kvinne jente dame
mann gutt
pårørende familie slektning ektefelle barn
politiker folkevalgt utvalg kommunestyre formannskap råd
frivillig lag forening frivilligsentral
lærling student praktikant elev
assistent fagarbeider hjelpepleier helsefagarbeider
sykepleier helsepersonell pleier
fysioterapeut trener trening rehabilitering
ergoterapeut hjelpemiddel tilrettelegging
vaktmester drift driftsoperatør eiendom
renholder renhold vaske mopp
montør håndverker rørlegger tekniker
sjåfør buss skulebuss skyss kjøring
saksbehandler byggesaksbehandler rådgiver konsulent
merkantil kontorist resepsjon sekretær
tillitsvalgt verneombud fagforening
leverandør firma selger butikk
nabo beboer
gjest besøk besøkende kunde
pult bord benk møbel stol kontorpult
stol sete benk sofa
rullestol stol hjul rullator
hjul dekk punktert flat pumpe luft
kopp glass tallerken oppvask servise oppvaskmaskin krus
komfyr kjøleskap fryser hvitevare temperatur
kaffe kaffemaskin drikke te
gulv golv glatt teppe
dør port inngang utgang smelle lukke
vindu rute gardin
tak taklys loft
vegg tavle oppslag
seng madrass dyne
kjeller loft bod arkiv
heis løfter takheis løft personløfter
trapp etasje gang korridor
gang korridor passasje
toalett do wc bad
hage uteområde park høybed
vaktrom kontor pauserom
kjøkken kantine matsal
bygg bygning hus lokale
kart gps posisjon
papir dokument sakspapir utskrift trykke kopiere ark
digital nett skanne elektronisk data
nettside internett nett hjemmeside
epost post mail melding
passord innlogging tilgang pålogging
program app applikasjon system
skjema blankett søknad
signere underskrift signatur
kalender booking bestille reservere dobbeltbooket
timeliste timer arbeidstid registrere
lønn lønnskjøring tillegg kveldstillegg utbetaling overtid
ferie fri permisjon feriepenger
budsjett økonomi regnskap penger kostnad
refusjon reiseregning utlegg betale
purring betaling innbetaling gjeld
frist tidsfrist dato sen
godkjenne signere attestere
bytte veksle skifte vaktbytte
vaktbytte bytte turnus fri dag
sosial facebook medier
stilling annonse rekruttere ansette
kurs opplæring kompetanse førstehjelp sertifikat
avvik feil hendelse uhell melde
risiko fare risikovurdering trygghet
brann brannøvelse evakuering nødutgang rømning
øvelse trening øve
førstehjelp nødhjelp akutt ambulanse
smitte hanske hygiene sprit
hanske vernehanske engangshanske
sko arbeidssko støvel
refleks refleksjakke synlig
vekt veie vekttap ernæring
ernæring mat drikke kost
varm varme kald temperatur fryse
varme oppvarming fyring radiator energi
strøm elektrisitet lade kontakt
sol solkrem solfaktor smøre
regn vær våt
vinter snø is vinterdekk
sommer ferie sol
lukt stinke luft
støv skitt skitten møkkete rengjøring
lyd støy smelle bråke høy
lav dempe stille rolig
rolig ro fred trygg
urolig uro stress redd engstelig
redd tør frykt utrygg
glad fornøyd trivsel
sint krangel konflikt mobbe tone
trist ensom alene
ensom besøk aktivitet selskap
aktivitet tilbud underholdning trim
tur utflukt turdag sekk
lek leke leketøy
tegning kunst male maleri
sang musikk kor instrument gitar fiolin kulturskole
film kino ungdom
idrett svømme svømmehall trening gymsal
bibliotek bok lån meråpent
stenge åpningstid åpen lukke
gudstjeneste kirke prest
jul julebord fest feiring
vaksine vaksinering sprøyte
tann tannlege tannpuss
blod prøve blodprøve måling
måle måling vekt
journal dokumentere dokumentasjon pasientjournal
epikrise utskriving sykehus
sykehjem institusjon avdeling omsorgssenter
hjemmetjeneste hjemmesykepleie sone
helsestasjon helsesykepleier jordmor
barnevern bekymringsmelding omsorg
nav sosial stønad
stønad økonomisk sosialhjelp støtte
barnehage avdeling base
bleie bleieskift stelleplass stellebord
sove soving hvile
levere levering hente bringe
sfo skolefritid aktivitetsskole
time skoletime undervisning klasse
lekse leksehjelp hjemmearbeid
karakter vurdering eksamen prøve
friminutt storefri pause skolegård
fotball ball bane spill
spesialundervisning tilrettelegge støtte
naturfag laboratorium begerglass
fag emne matematikk norsk
foreldremøte utviklingssamtale samtale
avløp kloakk septik slam slamtømming
vannprøve vannkvalitet drikkevann
lekkasje lekke drypp
høydebasseng basseng vannbasseng tank
kontroll sjekke inspeksjon ettersyn tilsyn
grave gravemelding graving
gatelys lyktestolpe veilys lyspære
brøytebil brøyting snørydding
strøsand grus sand salt
tre busk beskjære hekk kvist
lekeplass huske splint
asfalt hull veihull
bil leasing bilpark tjenestebil
kjørebok kilometer logg
ladestasjon elbil lade
maskin apparat utstyr
reparere service vedlikehold smøre
sprekk brudd knust ødelagt
kaste svinn matsvinn bortkastet
spare innsparing billig
dyr kostbar pris
lukke avslutte ferdig gjøre
starte begynne oppstart
avlyse innstille utsette
vente ventetid kø venteliste
rekkefølge prioritere først
dele fordele fordeling
samarbeid team lag
ansvar ansvarlig rolle
regel rutine prosedyre retningslinje
rutine vane fast
plan planlegge forberede
forberede klar forberedelse
mål resultat effekt
tilbakemelding svar respons
svar beskjed besked
spørsmål spørre undre
forklare forklaring forstå
forstå skjønne begripe klarspråk
lese lesbar uleselig skrift
skrive notere føre
hånd manuell papir
automatisk maskinell robot
enkel lett
vanskelig tung krevende
viktig nødvendig
full overfylt trang plass
liten trang små
tom slutt utsolgt mangle
gammel utdatert foreldet oppdatere
ny oppdatere fersk
feil gal ukorrekt uriktig
riktig rett korrekt
trygg sikker
skjule gjemme
synlig vise se oppslag
høre lytte si
se syn briller
gå fot fots gående
klatre høy høyde
luft fly drone
bære løfte tung
dra skyve trille
trille vogn rullestol tralle
vogn barnevogn tralle vognskur
hus bolig leilighet flytte
flytte innflytting flytting
låse lås nøkkel
tyveri stjele borte
eier eie privat
navn navneliste bilde
telle antall opptelling
kopi dobbelt
morgen dag formiddag
ettermiddag kveld
uke ukentlig ukeplan
måned månedlig
år årlig årshjul
daglig dag
kollektiv buss tog
sykefravær sykemelding fravær syk egenmelding
hjemmekontor kontordag kontor
narkotika regnskap medisin
kontaktperson primærkontakt pårørende
beslutning bestemme vedta
referat notat oppsummering
saksliste agenda dagsorden innkalling møteinnkalling
møteinnkalling invitasjon møte
underlag bilag grunnlag
"""


@cache
def _meanings() -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for number, line in enumerate(_MEANINGS.strip().splitlines()):
        for key in {stem(word) for word in line.split()}:
            found.setdefault(key, []).append(f"={number}")
    return {key: tuple(meanings) for key, meanings in found.items()}


def meanings_of(stemmed: str) -> tuple[str, ...]:
    """The keys of the meanings that a stem has; none for most words."""
    return _meanings().get(stemmed, ())


def known_stems() -> frozenset[str]:
    """Every stem that has a meaning here."""
    return frozenset(_meanings())
