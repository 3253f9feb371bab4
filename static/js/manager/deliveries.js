// Taking goods in: a photo is made small before it is sent, and a scanned code goes to the next line that has no goods.
// The pages work without it.

const LONGEST = 1600;
const QUALITY = 0.8;

function draw(file) {
  return new Promise((resolve, reject) => {
    const picture = new Image();
    picture.onload = () => resolve(picture);
    picture.onerror = reject;
    picture.src = URL.createObjectURL(file);
  });
}

async function smaller(file) {
  const picture = await draw(file);
  const scale = Math.min(1, LONGEST / Math.max(picture.naturalWidth, picture.naturalHeight));
  const canvas = document.createElement("canvas");
  canvas.width = Math.round(picture.naturalWidth * scale);
  canvas.height = Math.round(picture.naturalHeight * scale);
  canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
  URL.revokeObjectURL(picture.src);
  const blob = await new Promise((resolve) => canvas.toBlob(resolve, "image/jpeg", QUALITY));
  return blob ? new File([blob], "photo.jpg", { type: "image/jpeg" }) : file;
}

for (const input of document.querySelectorAll("[data-photo]")) {
  input.addEventListener("change", async () => {
    const [file] = input.files;
    if (!file) return;
    try {
      const bag = new DataTransfer();
      bag.items.add(await smaller(file));
      input.files = bag.files;
    } catch {
      // what cannot be drawn goes as it is, and is judged where it arrives
    }
  });
}

// A scanner ends with Enter: in the field of the goods that leads on to the pieces, and never takes the delivery in.
for (const input of document.querySelectorAll("[data-good]")) {
  input.addEventListener("keydown", (event) => {
    if (event.key !== "Enter") return;
    event.preventDefault();
    document.getElementById(input.id.replace("item-", "pieces-")).focus();
  });
}

const form = document.getElementById("delivery-form");
if (form) {
  form.addEventListener("keydown", (event) => {
    // Enter never takes in
    if (event.key === "Enter" && event.target.matches("input:not([type=checkbox])")) event.preventDefault();
  });
}
