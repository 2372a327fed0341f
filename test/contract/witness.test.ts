import { platforms } from '../../src/platforms/index.ts';
import { describeWitness } from './witness-contract.ts';

for (const platform of platforms) describeWitness(platform);
