/** What the demo says, in sections: a heading, the command as an operator would type it, its output, what it means. */
export interface Screen {
  heading(title: string): void;
  /** A command line, with the prompt of the machine that it is typed on. */
  typed(prompt: string, line: string): void;
  say(text: string): void;
}

/** Writes plain text; sections are numbered from 1. */
export function openScreen(out: { write(text: string): unknown }): Screen {
  let section = 0;
  const say = (text: string) => void out.write(`${text}\n`);
  return {
    say,
    heading(title) {
      section += 1;
      say(`\n${section}. ${title}`);
    },
    typed: (prompt, line) => say(`${prompt} ${line}`),
  };
}
