import packageFile from '../../package.json' with { type: 'json' };

/** The version that package.json had when this was built, or has where it is run from its sources. */
export const { version } = packageFile;
