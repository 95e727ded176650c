// Reads a code with the camera: by the browser itself where it knows all three kinds (QR, Data
// Matrix, Code 128), else with ZXing, which comes from here too. `#camera` says what is looked for.
"use strict";
(() => {
  const EVERY = 150; // milliseconds between two looks
  const NATIVE = ["qr_code", "data_matrix", "code_128"];
  const OURS = { formats: ["QRCode", "DataMatrix", "Code128"], tryHarder: true, maxNumberOfSymbols: 4 };
  // A code of 24 characters has some 300 bars: fewer pixels a line do not tell them apart.
  const WISH = { video: { facingMode: "environment", width: { ideal: 1280 }, height: { ideal: 720 } } };
  const canvas = document.createElement("canvas");
  // A refused form comes back as a new page in the place of the old: look things up when needed.
  const part = (id) => document.getElementById(id);
  let stream = null;
  let loaded = null;

  function say(what, more = "") {
    const line = part("camera-said");
    line.textContent = [line.dataset[what] || "", more].join(" ").trim();
  }

  async function ours() {
    loaded ??= new Promise((resolve, reject) => {
      const script = document.createElement("script");
      script.src = part("camera").dataset.script;
      script.onload = resolve;
      script.onerror = reject;
      document.head.append(script);
    }).catch((failed) => {
      loaded = null; // the network may be back at the next try
      throw failed;
    });
    await loaded;
    const locateFile = () => part("camera").dataset.program;
    await window.ZXingWASM.prepareZXingModule({ overrides: { locateFile }, fireImmediately: true });
    return async (video) => {
      canvas.width = video.videoWidth;
      canvas.height = video.videoHeight;
      const context = canvas.getContext("2d", { willReadFrequently: true });
      context.drawImage(video, 0, 0);
      const picture = context.getImageData(0, 0, canvas.width, canvas.height);
      return (await window.ZXingWASM.readBarcodes(picture, OURS)).map((found) => found.text);
    };
  }

  async function reader() {
    const known = "BarcodeDetector" in window ? await window.BarcodeDetector.getSupportedFormats() : [];
    if (!NATIVE.every((kind) => known.includes(kind))) return ours();
    const native = new window.BarcodeDetector({ formats: NATIVE });
    return async (video) => (await native.detect(video)).map((found) => found.rawValue);
  }

  function stop() {
    stream?.getTracks().forEach((track) => track.stop());
    stream = null;
    part("camera").hidden = true;
    part("camera-stop").hidden = true;
    part("camera-start").hidden = false;
  }

  function take(code) {
    const { send, next } = part("camera").dataset;
    stop();
    say("found", code);
    part("code").value = code;
    if (send !== undefined) part("code-form").requestSubmit();
    else if (next) part(next).focus();
  }

  async function look(read, mine) {
    if (mine !== stream) return; // stopped, or started anew
    const camera = part("camera");
    const video = part("video");
    const pattern = new RegExp(camera.dataset.pattern, "i");
    const texts = video.videoWidth ? await read(video).catch(() => []) : [];
    if (mine !== stream) return;
    const match = texts.map((text) => pattern.exec(text.trim())).find(Boolean);
    if (match) {
      take((match[1] ?? match[2]).toUpperCase());
      return;
    }
    if (texts.length) say("other", texts[0].slice(0, 40));
    setTimeout(() => look(read, mine), EVERY);
  }

  async function start() {
    if (stream) return;
    if (!navigator.mediaDevices?.getUserMedia) return say("insecure");
    part("camera-start").disabled = true;
    say("starting");
    try {
      stream = await navigator.mediaDevices.getUserMedia(WISH);
    } catch (refused) {
      say(refused.name === "NotAllowedError" ? "denied" : "none");
      part("code").focus();
      return;
    } finally {
      part("camera-start").disabled = false;
    }
    const mine = stream;
    part("camera").hidden = false;
    part("camera-stop").hidden = false;
    part("camera-start").hidden = true;
    try {
      const video = part("video");
      video.srcObject = stream;
      await video.play();
      const read = await reader();
      say("looking");
      look(read, mine);
    } catch {
      stop();
      say("none");
    }
  }

  document.addEventListener("click", (event) => {
    if (event.target.closest("#camera-start")) start();
    if (event.target.closest("#camera-stop")) {
      stop();
      say("stopped");
    }
  });

  // A hand scanner types the code and then Enter. Where more is to be entered, that leads on to it
  // instead of sending the half of a form.
  document.addEventListener("keydown", (event) => {
    const next = event.target.id === "code" && part("camera")?.dataset.next;
    if (event.key !== "Enter" || event.isComposing || !next) return;
    event.preventDefault();
    part(next).focus();
  });
  window.addEventListener("pagehide", () => stream && stop());
})();
