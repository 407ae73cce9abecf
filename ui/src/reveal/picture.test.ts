import { beforeEach, expect, test, vi } from 'vitest';
import { picture } from '../../tests/support/fake-backend';
import { clear, overwrite, paint } from './picture';

const ink = (bytes: Iterable<number>) => [...bytes].filter((byte) => byte !== 0).length;

/** A canvas that remembers what was drawn, as it was then. */
function canvas() {
  const drawn: Uint8ClampedArray[] = [];
  const context = {
    putImageData: vi.fn((image: ImageData) => drawn.push(image.data.slice())),
    clearRect: vi.fn(),
  };
  const parts = { width: 0, height: 0, style: { width: '' }, getContext: () => context };
  return { element: parts as unknown as HTMLCanvasElement, context, drawn };
}

beforeEach(() => {
  // As a browser has it: a view of the same bytes, no copy.
  vi.stubGlobal(
    'ImageData',
    class {
      constructor(
        readonly data: Uint8ClampedArray,
        readonly width: number,
        readonly height: number,
      ) {}
    },
  );
});

test('the picture is drawn with its content, and the buffer is overwritten afterwards', () => {
  const answer = picture(1);
  const { element, drawn } = canvas();
  const before = ink(new Uint8Array(answer, 12));
  expect(before).toBeGreaterThan(1000);
  paint(element, answer);
  expect(drawn.map((bytes) => ink(bytes))).toEqual([before]);
  expect(ink(new Uint8Array(answer))).toBe(0);
});

test('it has as many device pixels as Rust sent, at the size of its scale', () => {
  const { element } = canvas();
  paint(element, picture(2));
  expect([element.width, element.height, element.style.width]).toEqual([624, 180, '312px']);
});

test('a picture that can’t be drawn is overwritten all the same', () => {
  const { element, context } = canvas();
  const answer = picture(1);
  context.putImageData.mockImplementation(() => {
    throw new Error('no memory');
  });
  expect(() => paint(element, answer)).toThrow('no memory');
  expect(ink(new Uint8Array(answer))).toBe(0);
});

test('a picture that came too late leaves nothing', () => {
  const answer = picture(1);
  expect(ink(new Uint8Array(answer))).toBeGreaterThan(1000);
  overwrite(answer);
  expect(ink(new Uint8Array(answer))).toBe(0);
});

test('a cleared canvas is wiped first, and then gives its store up', () => {
  const { element, context } = canvas();
  paint(element, picture(1));
  context.clearRect.mockImplementation((_left, _top, width: number, height: number) => {
    expect([width, height]).toEqual([312, 90]);
  });
  clear(element);
  expect(context.clearRect).toHaveBeenCalledTimes(1);
  expect([element.width, element.height]).toEqual([0, 0]);
});
