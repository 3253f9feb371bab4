// Counts that are not sent yet, on this phone, in their order. Each has a key, so that one sent twice counts once; knows no page.

const FAR = 60000; // ms a request may take before it counts as no net

export class KeptCounts {
  // name: where they are kept; address: where they go; onAnswer(count, no): null when it was noted, else
  // {code, message, next}. onChange(number, stuck): so many wait, and whether for want of a net.
  constructor({ name, address, onAnswer, onChange }) {
    Object.assign(this, { name, address, onAnswer, onChange, busy: false, left: [] });
    try {
      this.left = JSON.parse(localStorage.getItem(name) || '[]');
    } catch (error) {
      // a store that is forbidden or unreadable keeps nothing
    }
  }

  keep(counts) {
    this.left = counts;
    try {
      localStorage.setItem(this.name, JSON.stringify(counts));
    } catch (error) {
      // a full or forbidden store: they are kept as long as the page is
    }
    this.onChange(counts.length, false);
  }

  add(count) {
    const key = Array.from(crypto.getRandomValues(new Uint8Array(12)), (byte) => byte.toString(16).padStart(2, '0')).join('');
    this.keep([...this.left, { ...count, key, at: Date.now() }]);
    this.send();
  }

  async send() {
    if (this.busy) return;
    this.busy = true;
    try {
      for (let [first] = this.left; first; [first] = this.left) {
        const no = await this.post(first);
        if (no === undefined) {
          this.onChange(this.left.length, true);
          break;
        }
        this.keep(this.left.filter((one) => one.key !== first.key));
        this.onAnswer(first, no);
      }
    } finally {
      this.busy = false;
    }
  }

  // null: noted; {code, …}: refused; undefined: nobody knows, so it stays.
  async post(count) {
    if (!navigator.onLine) return undefined;
    const body = new URLSearchParams({ line: count.line, pieces: count.pieces, sure: count.sure ? '1' : '0', form_key: count.key });
    const stop = new AbortController();
    const timer = setTimeout(() => stop.abort(), FAR);
    try {
      const ago = Math.max(0, Date.now() - count.at);
      const answer = await fetch(`${this.address}?ago=${ago}`, { method: 'POST', body, signal: stop.signal, headers: { Accept: 'application/json' } });
      if (answer.ok) return (await answer.json()).noted ? null : undefined;
      return answer.status >= 400 && answer.status < 500 && answer.status !== 401 ? await answer.json() : undefined;
    } catch (error) {
      return undefined;
    } finally {
      clearTimeout(timer);
    }
  }
}
