// Three ways to say which good: the camera, a scanner that types, and a code typed by hand (the
// search field of the sell view).

import { button, h, sheet } from "./dom.js";
import { labelled } from "./shop.js";
import { t } from "./words.js";

const FORMATS = ["qr_code", "code_128", "code_39", "ean_13", "ean_8", "upc_a", "data_matrix"];
/** A scanner types faster than any thumb: this many milliseconds between letters at most. */
const FAST = 45;
const SHORTEST = 3;
/** No thumb is fast for so many letters: an unknown code is no amount either. */
const SURELY = 8;

export function hasCamera() {
  return "BarcodeDetector" in globalThis && Boolean(navigator.mediaDevices?.getUserMedia);
}

async function detector() {
  const known = await BarcodeDetector.getSupportedFormats();
  return new BarcodeDetector({ formats: FORMATS.filter((format) => known.includes(format)) });
}

/** Shows what the camera sees until a code is read; gives its text, or `null` when closed. */
export async function byCamera() {
  const video = h("video.viewfinder", { playsinline: true, muted: true });
  const note = h("p.hint", { role: "status" }, t("scan.hold"));
  const close = button(".quiet", "close", t("action.close"), () => dialog.close());
  const { dialog, closed } = sheet(t("scan.title"), video, note, close);
  let stream = null, open = true, text = null;
  closed.then(() => {
    open = false;
    for (const track of stream?.getTracks() ?? []) track.stop();
  });
  try {
    const facing = { video: { facingMode: "environment" } };
    stream = await navigator.mediaDevices.getUserMedia(facing);
    const look = await detector();
    video.srcObject = stream;
    await video.play();
    while (open && text === null) {
      const found = await look.detect(video);
      text = found[0]?.rawValue ?? null;
      if (text === null) await new Promise((go) => setTimeout(go, 120));
    }
    dialog.close();
  } catch {
    note.textContent = t("scan.no_camera");
  }
  await closed;
  for (const track of stream?.getTracks() ?? []) track.stop();
  return text;
}

/**
 * Hears a scanner that types: quick letters ended by Enter. Letters typed into a field stay that
 * field's, but a label is no amount: a field of numbers gets back what it held. The Enter is taken,
 * so that it presses no button. Gives a function that stops it.
 */
export function byKeys(tell) {
  let letters = "", last = 0, held = "";
  const hear = (event) => {
    const field = event.target.closest?.("input, textarea, select"), number = field?.matches(".number");
    if ((field && !number) || event.ctrlKey || event.altKey || event.metaKey) return;
    if (event.timeStamp - last > FAST || event.repeat) {
      letters = "";
      held = field?.value;
    }
    last = event.timeStamp;
    if (event.key.length === 1) letters += event.key;
    else if (event.key === "Enter" && letters.length >= SHORTEST && (!number || letters.length >= SURELY || labelled(letters))) {
      if (number) {
        field.value = held;
        field.dispatchEvent(new Event("input"));
      }
      event.preventDefault();
      event.stopPropagation();
      tell(letters);
      letters = "";
    }
  };
  addEventListener("keydown", hear, true);
  return () => removeEventListener("keydown", hear, true);
}
