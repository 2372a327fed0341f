/** The namespaces of WS-Management and of Windows' remote shell (MS-WSMV 2.2.1). */
export const spaces = {
  soap: 'http://www.w3.org/2003/05/soap-envelope',
  addressing: 'http://schemas.xmlsoap.org/ws/2004/08/addressing',
  transfer: 'http://schemas.xmlsoap.org/ws/2004/09/transfer',
  wsman: 'http://schemas.dmtf.org/wbem/wsman/1/wsman.xsd',
  microsoft: 'http://schemas.microsoft.com/wbem/wsman/1/wsman.xsd',
  shell: 'http://schemas.microsoft.com/wbem/wsman/1/windows/shell',
  config: 'http://schemas.microsoft.com/wbem/wsman/1/config',
  fault: 'http://schemas.microsoft.com/wbem/wsman/1/wsmanfault',
} as const;

export const anonymous = `${spaces.addressing}/role/anonymous`;
export const commandShell = `${spaces.shell}/cmd`;
export const faultAction = 'http://schemas.dmtf.org/wbem/wsman/1/wsman/fault';

export const actions = {
  create: `${spaces.transfer}/Create`,
  delete: `${spaces.transfer}/Delete`,
  get: `${spaces.transfer}/Get`,
  command: `${spaces.shell}/Command`,
  send: `${spaces.shell}/Send`,
  receive: `${spaces.shell}/Receive`,
  signal: `${spaces.shell}/Signal`,
} as const;
