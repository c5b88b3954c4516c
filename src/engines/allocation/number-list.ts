// Lists of numbers that grow while a problem is read, in one typed array instead of a million objects.

/** A growing list of whole numbers from 0 to 2³² − 1. */
export class WholeList {
  length = 0;
  #items = new Uint32Array(1024);

  push(value: number): void {
    if (this.length === this.#items.length) {
      const larger = new Uint32Array(this.#items.length * 2);
      larger.set(this.#items);
      this.#items = larger;
    }
    this.#items[this.length++] = value;
  }

  at(index: number): number {
    return this.#items[index]!;
  }
}

/** A growing list of any numbers. */
export class RealList {
  length = 0;
  #items = new Float64Array(1024);

  push(value: number): void {
    if (this.length === this.#items.length) {
      const larger = new Float64Array(this.#items.length * 2);
      larger.set(this.#items);
      this.#items = larger;
    }
    this.#items[this.length++] = value;
  }

  at(index: number): number {
    return this.#items[index]!;
  }
}
