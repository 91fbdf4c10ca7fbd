// A thermal printer on the phone's own wire or radio, where the browser lets a page speak to one.
// Everywhere else the page prints itself: paper.css has one of 58 mm.

/** What cheap Bluetooth printers offer: a service of one writable characteristic. */
const RADIO_SERVICES = ["000018f0-0000-1000-8000-00805f9b34fb", "0000ff00-0000-1000-8000-00805f9b34fb"];
const RADIO_CHUNK = 100;
const USB_PRINTER = 7;

let write = null;
/** One receipt after another: a radio takes no second one in the middle of the first. */
let printing = Promise.resolve();

export const byUsb = () => "usb" in navigator;
export const byRadio = () => "bluetooth" in navigator;
export const connected = () => write !== null;

/** Asks the clerk for a USB printer and opens it. Rejects when none is chosen or it is taken. */
export async function connectUsb() {
  const device = await navigator.usb.requestDevice({ filters: [{ classCode: USB_PRINTER }] });
  await device.open();
  if (!device.configuration) await device.selectConfiguration(1);
  for (const { interfaceNumber, alternate } of device.configuration.interfaces) {
    const out = alternate.endpoints.find((one) => one.direction === "out" && one.type === "bulk");
    if (!out) continue;
    await device.claimInterface(interfaceNumber);
    write = async (bytes) => {
      const { status } = await device.transferOut(out.endpointNumber, bytes);
      if (status !== "ok") throw new Error(status);
    };
    return device.productName ?? "USB";
  }
  throw new Error("no way in");
}

/** Asks the clerk for a Bluetooth printer and opens it. */
export async function connectRadio() {
  const device = await navigator.bluetooth.requestDevice({
    filters: RADIO_SERVICES.map((service) => ({ services: [service] })),
  });
  const server = await device.gatt.connect();
  for (const service of await server.getPrimaryServices()) {
    for (const one of await service.getCharacteristics()) {
      if (!one.properties.write && !one.properties.writeWithoutResponse) continue;
      write = (bytes) => inChunks(one, bytes);
      device.addEventListener("gattserverdisconnected", () => { write = null; });
      return device.name ?? "Bluetooth";
    }
  }
  throw new Error("no way in");
}

async function inChunks(characteristic, bytes) {
  for (let at = 0; at < bytes.length; at += RADIO_CHUNK) {
    await characteristic.writeValue(bytes.slice(at, at + RADIO_CHUNK));
  }
}

/** Sends bytes to the printer that was connected; forgets it when it does not take them. */
export function print(bytes) {
  const own = printing.then(() => write(bytes));
  printing = own.catch(() => { write = null; });
  return own;
}
