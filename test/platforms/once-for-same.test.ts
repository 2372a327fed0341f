import { describe, expect, it } from 'vitest';
import { onceForSame } from '../../src/platforms/once-for-same.ts';

interface Box {
  readonly text: string;
  readonly thing: object;
}

function counted(): { readonly read: (box: Box) => { of: string }; readonly asked: Box[] } {
  const asked: Box[] = [];
  const read = onceForSame(
    ({ text, thing }: Box) => [text, thing],
    (box) => {
      asked.push(box);
      return { of: box.text };
    },
  );
  return { read, asked };
}

describe('working out once what follows from the same parts', () => {
  it('asks once for texts that are equal and the very same objects', () => {
    const { read, asked } = counted();
    const thing = {};
    expect(read({ text: 'a', thing })).toBe(read({ text: ['a'].join(), thing }));
    expect(asked).toHaveLength(1);
  });

  it('asks again where any part is another one, and knows both afterwards', () => {
    const { read, asked } = counted();
    const thing = {};
    const boxes = [
      { text: 'a', thing },
      { text: 'b', thing },
      { text: 'a', thing: {} },
    ];
    const first = boxes.map(read);
    expect(new Set(first).size).toBe(3);
    expect(boxes.map(read)).toEqual(first);
    expect(asked).toEqual(boxes);
  });

  it('forgets the one that was asked for the longest ago', () => {
    const { read, asked } = counted();
    const boxes = Array.from({ length: 33 }, (_, index) => ({ text: String(index), thing: asked }));
    boxes.forEach(read);
    read({ text: '32', thing: asked });
    read({ text: '1', thing: asked });
    expect(asked).toHaveLength(33);
    read({ text: '0', thing: asked });
    expect(asked).toHaveLength(34);
  });
});
