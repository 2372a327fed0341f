import { z } from 'zod';

/** What several outputs have in common. */
export const exitCode = z.int().describe('What the command exits with.');
export const run = z.string().describe('The id of the run: vipfarm runs show RUN.');
export const Vip = z.strictObject({ address: z.string(), family: z.literal([4, 6]) });

/** Each property of what is printed as it is in the program: one more there is one more here. */
export type Described<Printed> = Readonly<Record<keyof Printed, z.ZodType>>;
