// Everything a page needs in the browser. Each behaviour is its own module and finds its elements by data attribute.
import "htmx.org";
import "./menus.js";
import "./live.js";
import "./save-keys.js";
