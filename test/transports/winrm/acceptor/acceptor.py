"""A WinRM server that leaves all cryptography to the GSSAPI of the system: gss-ntlmssp for NTLM, MIT for Kerberos.

It was written for the client under test, but none of the client's code is in it. Its only command is to say on standard
output what script it was given, after having had nothing to say once.

Usage: acceptor.py ntlm|kerberos [certificate key binding-in-hex]
Prints its port, then a JSON line for each thing that it accepted.
"""

import base64
import http.server
import json
import re
import socketserver
import ssl
import struct
import sys

import gssapi
import gssapi.raw as raw

scheme, *tls = sys.argv[1:]
mechanism = {
    "ntlm": gssapi.OID.from_int_seq("1.3.6.1.4.1.311.2.2.10"),
    "kerberos": gssapi.OID.from_int_seq("1.2.840.113554.1.2.2"),
}[scheme]
header_name = {"ntlm": "Negotiate", "kerberos": "Kerberos"}[scheme]
protocol = {
    "ntlm": "application/HTTP-SPNEGO-session-encrypted",
    "kerberos": "application/HTTP-Kerberos-session-encrypted",
}[scheme]
bindings = raw.ChannelBindings(application_data=bytes.fromhex(tls[2])) if tls else None
credentials = gssapi.Credentials(usage="accept", mechs=[mechanism])


def tell(**what):
    print(json.dumps(what), flush=True)


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server_version = "Acceptor/1"
    disable_nagle_algorithm = True

    def setup(self):
        super().setup()
        self.context = None
        self.inputs = b""
        self.silent = True

    def log_message(self, *_):
        pass

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        token = self.headers.get("Authorization")
        if token is not None:
            self.accept(token)
        elif self.context is None or not self.context.complete:
            self.say(401, {"WWW-Authenticate": header_name})
        elif tls:
            status, answer = self.answer(body.decode())
            self.say(status, {"Content-Type": "application/soap+xml;charset=UTF-8"}, answer.encode())
        else:
            status, answer = self.answer(self.open(body).decode())
            self.say(status, *self.seal(answer.encode()))

    def accept(self, token):
        name, encoded = token.split(" ")
        assert name == header_name, name
        if self.context is None:
            self.context = gssapi.SecurityContext(usage="accept", creds=credentials, channel_bindings=bindings)
        try:
            out = self.context.step(base64.b64decode(encoded))
            complete = self.context.complete
        except gssapi.exceptions.GSSError as error:
            tell(rejected=str(error).split("\n")[0])
            self.context = None
            self.say(401, {"WWW-Authenticate": header_name})
            return
        headers = {"WWW-Authenticate": f"{header_name} {base64.b64encode(out).decode()}"} if out else {}
        if complete:
            tell(accepted=str(self.context.initiator_name))
        self.say(200 if complete else 401, headers)

    def open(self, body):
        head, sealed = body.split(b"\tContent-Type: application/octet-stream\r\n", 1)
        assert protocol in head.decode(), head
        length = int(re.search(rb"Length=(\d+)\r\n", head).group(1))
        end = b"--Encrypted Boundary--\r\n"
        assert sealed.endswith(end), sealed[-40:]
        (size,) = struct.unpack("<I", sealed[:4])
        assert len(sealed) == 4 + size + length + len(end), (len(sealed), size, length)
        plain, encrypted, _ = self.context.unwrap(sealed[4 : -len(end)])
        assert encrypted
        return plain

    def seal(self, message):
        if scheme == "ntlm":
            sealed = self.context.wrap(message, True).message
            signature, data, length = sealed[:16], sealed[16:], len(message)
        else:
            kinds = raw.IOVBufferType
            parts = raw.IOV(kinds.header, message, kinds.padding, std_layout=False)
            raw.wrap_iov(self.context, parts, confidential=True)
            signature, data, padding = (part.value or b"" for part in parts)
            data, length = data + padding, len(message) + len(padding)
        lines = [
            "--Encrypted Boundary",
            f"Content-Type: {protocol}",
            f"OriginalContent: type=application/soap+xml;charset=UTF-8;Length={length}",
            "--Encrypted Boundary",
            "Content-Type: application/octet-stream",
            "",
        ]
        body = "\r\n".join(lines).encode() + struct.pack("<I", len(signature)) + signature + data
        kind = f'multipart/encrypted;protocol="{protocol}";boundary="Encrypted Boundary"'
        return {"Content-Type": kind}, body + b"--Encrypted Boundary--\r\n"

    def answer(self, request):
        action = re.search(r"Action[^>]*>[^<]*/(\w+)<", request).group(1)
        message = re.search(r"<a:MessageID>([^<]*)<", request).group(1)
        tell(asked=action)
        status, body = getattr(self, f"on_{action}")(request)
        return status, envelope.format(message=message, body=body)

    def on_Create(self, _):
        return 200, "<rsp:Shell><rsp:ShellId>SHELL</rsp:ShellId></rsp:Shell>"

    def on_Command(self, _):
        return 200, "<rsp:CommandResponse><rsp:CommandId>COMMAND</rsp:CommandId></rsp:CommandResponse>"

    def on_Send(self, request):
        self.inputs += base64.b64decode(re.search(r"<rsp:Stream [^>]*>([^<]*)<", request).group(1))
        return 200, "<rsp:SendResponse/>"

    def on_Receive(self, _):
        if self.silent:
            self.silent = False
            return 500, fault
        lines = self.inputs.split(b"\n")
        script = base64.b64decode(b"".join(line for line in lines if not line.startswith(b".")))
        return 200, output.format(text=base64.b64encode(script).decode())

    def on_Signal(self, _):
        return 200, "<rsp:SignalResponse/>"

    def on_Delete(self, _):
        return 200, ""

    def say(self, status, headers, body=b""):
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


envelope = (
    '<s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope"'
    ' xmlns:a="http://schemas.xmlsoap.org/ws/2004/08/addressing"'
    ' xmlns:rsp="http://schemas.microsoft.com/wbem/wsman/1/windows/shell">'
    "<s:Header><a:RelatesTo>{message}</a:RelatesTo></s:Header><s:Body>{body}</s:Body></s:Envelope>"
)
fault = (
    "<s:Fault><s:Code><s:Value>s:Receiver</s:Value></s:Code><s:Detail>"
    '<f:WSManFault xmlns:f="http://schemas.microsoft.com/wbem/wsman/1/wsmanfault" Code="2150858793"/>'
    "</s:Detail></s:Fault>"
)
output = (
    '<rsp:ReceiveResponse><rsp:Stream Name="stdout" CommandId="COMMAND">{text}</rsp:Stream>'
    '<rsp:CommandState CommandId="COMMAND"'
    ' State="http://schemas.microsoft.com/wbem/wsman/1/windows/shell/CommandState/Done">'
    "<rsp:ExitCode>0</rsp:ExitCode></rsp:CommandState></rsp:ReceiveResponse>"
)


class Server(socketserver.ThreadingMixIn, http.server.HTTPServer):
    daemon_threads = True

    def handle_error(self, *_):
        tell(failed=repr(sys.exc_info()[1]))


server = Server(("127.0.0.1", 0), Handler)
if tls:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(tls[0], tls[1])
    server.socket = context.wrap_socket(server.socket, server_side=True)
tell(port=server.server_address[1])
server.serve_forever()
