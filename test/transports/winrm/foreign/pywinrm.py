"""Runs commands by Debian's pywinrm. It reads one JSON document and writes one: see pywinrm.ts."""
import base64
import json
import sys

import winrm
from winrm.exceptions import WinRMError


def run(protocol, shell, command):
    command_id = protocol.run_command(shell, command["name"], command["words"])
    stdout, stderr, code = protocol.get_command_output(shell, command_id)
    protocol.cleanup_command(shell, command_id)
    return {
        "stdout": base64.b64encode(stdout).decode(),
        "stderr": base64.b64encode(stderr).decode(),
        "exitCode": code,
    }


def main():
    order = json.load(sys.stdin)
    protocol = winrm.Protocol(
        endpoint=order["url"],
        transport=order["transport"],
        username=order["user"],
        password=order["password"],
        ca_trust_path=order["certificate"] or "legacy_requests",
        operation_timeout_sec=order["operationTimeout"],
        read_timeout_sec=120,
    )
    try:
        shell = protocol.open_shell(codepage=65001)
        results = [run(protocol, shell, command) for command in order["commands"]]
        protocol.close_shell(shell)
        answer = {"results": results}
    except (WinRMError, Exception) as error:  # what went wrong is the answer
        answer = {"error": type(error).__name__, "text": str(error)}
    json.dump(answer, sys.stdout)


main()
