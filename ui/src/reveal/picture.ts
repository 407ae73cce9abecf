/** Draws what Rust sent, and overwrites it. The layout is that of `contract::custody`. */
export function paint(canvas: HTMLCanvasElement, answer: ArrayBuffer): void {
  try {
    const head = new DataView(answer);
    const [width, height] = [head.getUint32(0, true), head.getUint32(4, true)];
    const scale = head.getFloat32(8, true);
    const pixels = new Uint8ClampedArray(answer, 12, width * height * 4);
    canvas.width = width;
    canvas.height = height;
    canvas.style.width = `${width / scale}px`;
    canvas.getContext('2d')?.putImageData(new ImageData(pixels, width, height), 0, 0);
  } finally {
    overwrite(answer);
  }
}

/** Leaves nothing of a picture, also of one that came too late to be drawn. */
export function overwrite(answer: ArrayBuffer): void {
  new Uint8Array(answer).fill(0);
}

/** Leaves nothing on the canvas: its backing store is given up. */
export function clear(canvas: HTMLCanvasElement): void {
  canvas.getContext('2d')?.clearRect(0, 0, canvas.width, canvas.height);
  canvas.width = 0;
  canvas.height = 0;
}
