/** A fault as Windows words it. Clients tell faults apart by `code`; the texts are those of an English server. */
export interface Fault {
  readonly blames: 'Sender' | 'Receiver';
  readonly subcode: string;
  /** The number in WSManFault, named as in wsmerror.h and winerror.h. */
  readonly code: number;
  readonly reason: string;
  /** What the detail says where it is not the reason again. */
  readonly message?: string;
  readonly detail?: string;
  /** The library that failed, where the fault came from the command shell's plug-in. */
  readonly provider?: string;
}

const faultDetail = 'http://schemas.dmtf.org/wbem/wsman/1/wsman/faultDetail';

const invalidSelectors = {
  blames: 'Sender',
  subcode: 'InvalidSelectors',
  code: 2150858843,
  reason:
    'The WS-Management service cannot process the request because the request contained invalid selectors for the resource. ',
  detail: `${faultDetail}/UnexpectedSelectors`,
} as const;

/** Recorded: no output within the operation's time. */
export const timedOut: Fault = {
  blames: 'Receiver',
  subcode: 'TimedOut',
  code: 2150858793,
  reason:
    'The WS-Management service cannot complete the operation within the time specified in OperationTimeout.  ',
};

/** Recorded: a command that does not exist, or no longer. */
export const unknownCommand: Fault = {
  ...invalidSelectors,
  message:
    'The Windows Remote Shell received a request to perform an operation on a command identifier that does not exist. ' +
    'Either the command has completed execution or the client specified an invalid command identifier. ',
};

export const unknownShell: Fault = {
  ...invalidSelectors,
  message: 'The shell was not found on the server. Create a new shell and retry the operation. ',
};

/** Recorded on Server 2008 R2, for a bare program name without cmd. */
export const programNotFound: Fault = {
  blames: 'Receiver',
  subcode: 'InternalError',
  code: 2147942402,
  reason: 'The system cannot find the file specified. ',
  provider: '%systemroot%\\system32\\winrscmd.dll',
};

/** ERROR_WSMAN_QUOTA_MAX_OPERATIONS. */
export const tooManyOperations: Fault = {
  blames: 'Receiver',
  subcode: 'QuotaLimit',
  code: 2150859174,
  reason:
    'The WS-Management service cannot process the request. The number of concurrent operations of this user is exceeded. ',
};

/** ERROR_WSMAN_QUOTA_MAX_SHELLS. */
export const tooManyShells: Fault = {
  blames: 'Receiver',
  subcode: 'QuotaLimit',
  code: 2150859173,
  reason:
    'The WS-Management service cannot process the request. The number of concurrent shells of this user is exceeded. ',
};

/** ERROR_WINRS_RECEIVE_IN_PROGRESS. */
export const receiveInProgress: Fault = {
  blames: 'Sender',
  subcode: 'Concurrency',
  code: 2150859047,
  reason: 'The Windows Remote Shell is already sending output of this command to the client. ',
};

/** ERROR_OPERATION_ABORTED: what a pending Receive is told when its command is terminated. */
export const aborted: Fault = {
  blames: 'Receiver',
  subcode: 'InternalError',
  code: 995,
  reason: 'The I/O operation has been aborted because of either a thread exit or an application request. ',
};

/** ERROR_ACCESS_DENIED: also what the UAC filter says to a local administrator. */
export const accessDenied: Fault = {
  blames: 'Sender',
  subcode: 'AccessDenied',
  code: 5,
  reason: 'Access is denied. ',
};

/** ERROR_WSMAN_ENCODING_LIMIT. */
export const envelopeTooSmall: Fault = {
  blames: 'Sender',
  subcode: 'EncodingLimit',
  code: 2150858805,
  reason: 'The WS-Management service cannot process the request: the envelope size asked for is too small. ',
  detail: `${faultDetail}/MinimumEnvelopeLimit`,
};

/** ERROR_WSMAN_SCHEMA_VALIDATION_ERROR. */
export const malformed: Fault = {
  blames: 'Sender',
  subcode: 'SchemaValidationError',
  code: 2150858817,
  reason: 'The SOAP XML in the message does not match the corresponding XML schema definition. ',
};

/** ERROR_WSMAN_ACTION_NOT_SUPPORTED. */
export const unknownAction: Fault = {
  blames: 'Sender',
  subcode: 'ActionNotSupported',
  code: 2150858771,
  reason:
    'The WS-Management service cannot process the request: the action is not supported by the service. ',
};

/** ERROR_WINRS_CODE_PAGE_NOT_SUPPORTED. */
export const unknownCodePage: Fault = {
  blames: 'Sender',
  subcode: 'InvalidOptions',
  code: 2150859072,
  reason: 'The code page is not supported by the server. ',
};
