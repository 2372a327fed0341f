/** Object identifiers of GSSAPI, as their DER content: RFC 4121 and RFC 2744. */
export const kerberosMechanism = Buffer.from('2a864886f712010202', 'hex');
export const userName = Buffer.from('2a864886f71201020101', 'hex');
export const hostBasedService = Buffer.from('2a864886f71201020104', 'hex');
