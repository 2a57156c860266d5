/* The search on a page that was opened from a disk. Browsers start no worker there, so its script runs in an empty frame
   of the page instead, which speaks as a worker does. Only the offline edition has this file. */
(function () {
  "use strict";

  if (window.location.protocol !== "file:") return;

  class Worker extends EventTarget {
    #waiting = [];
    #frame = document.createElement("iframe");
    #ready = false;

    constructor(address) {
      super();
      const frame = this.#frame;
      frame.hidden = true;
      frame.title = "Search";
      frame.srcdoc = "<!doctype html><title>Search</title>";
      frame.addEventListener("load", () => {
        const inside = frame.contentWindow;
        inside.postMessage = (data) => this.dispatchEvent(new MessageEvent("message", { data }));
        const script = inside.document.createElement("script");
        script.src = new URL(address, document.baseURI);
        script.addEventListener("load", () => {
          this.#ready = true;
          this.#waiting.splice(0).forEach((data) => this.#hand(data));
        });
        script.addEventListener("error", () => this.dispatchEvent(new Event("error")));
        inside.document.head.append(script);
      }, { once: true });
      document.body.append(frame);
    }

    /* A copy, as a worker would get. */
    #hand(data) {
      const inside = this.#frame.contentWindow;
      inside.dispatchEvent(new inside.MessageEvent("message", { data: structuredClone(data) }));
    }

    postMessage(data) {
      if (this.#ready) this.#hand(data);
      else this.#waiting.push(data);
    }

    terminate() { this.#frame.remove(); }
  }

  window.Worker = Worker;
})();
