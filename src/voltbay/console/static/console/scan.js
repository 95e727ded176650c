// Reads a code with the camera: by the browser itself where it can (QR, Data Matrix, Code 128),
// else QR with jsQR. `#camera` says which text is meant, and whether it is sent at once.
"use strict";
(() => {
  const video = document.getElementById("video");
  const said = document.getElementById("camera-said");
  const EVERY = 200; // milliseconds
  const camera = document.getElementById("camera");
  if (!camera) return; // a removal that is finished records nothing more
  const PAYLOAD = new RegExp(camera.dataset.pattern, "i");
  const KINDS = ["qr_code", "data_matrix", "code_128"];
  const canvas = document.createElement("canvas");

  async function detector() {
    if (!("BarcodeDetector" in window)) return null;
    const kinds = await window.BarcodeDetector.getSupportedFormats();
    const formats = KINDS.filter((kind) => kinds.includes(kind));
    return formats.includes("qr_code") ? new window.BarcodeDetector({ formats }) : null;
  }

  function readHere() {
    canvas.width = video.videoWidth;
    canvas.height = video.videoHeight;
    const context = canvas.getContext("2d", { willReadFrequently: true });
    context.drawImage(video, 0, 0);
    const picture = context.getImageData(0, 0, canvas.width, canvas.height);
    return window.jsQR(picture.data, picture.width, picture.height)?.data;
  }

  async function read(native) {
    if (!video.videoWidth) return undefined;
    if (!native) return readHere();
    const [first] = await native.detect(video);
    return first?.rawValue;
  }

  async function look(native) {
    const match = PAYLOAD.exec(((await read(native)) || "").trim());
    if (!match) {
      setTimeout(() => look(native), EVERY);
      return;
    }
    video.srcObject.getTracks().forEach((track) => track.stop());
    said.textContent = `${said.dataset.found} ${match[1].toUpperCase()}`;
    document.getElementById("code").value = match[1].toUpperCase();
    camera.hidden = true;
    if ("send" in camera.dataset) document.getElementById("code-form").requestSubmit();
  }

  document.getElementById("camera-start").addEventListener("click", async () => {
    try {
      video.srcObject = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
      await video.play();
    } catch {
      said.textContent = said.dataset.denied;
      return;
    }
    camera.hidden = false;
    said.textContent = said.dataset.looking;
    look(await detector().catch(() => null));
  });
})();
