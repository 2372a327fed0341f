"""One command on many hosts by pywinrm: FILE of addresses, threads, user, PowerShell's encoded script."""
import os
import sys
from concurrent.futures import ThreadPoolExecutor

import winrm


def run(address):
    protocol = winrm.Protocol(
        endpoint=f"http://{address}:5985/wsman",
        transport="ntlm",
        username=sys.argv[3],
        password=os.environ["VIPFARM_WINRM"],
    )
    shell = protocol.open_shell(codepage=65001)
    command = protocol.run_command(shell, "powershell.exe", ["-EncodedCommand", sys.argv[4]])
    stdout, _, code = protocol.get_command_output(shell, command)
    protocol.cleanup_command(shell, command)
    protocol.close_shell(shell)
    return code == 0 and len(stdout) > 0


with open(sys.argv[1]) as file:
    addresses = file.read().split()
with ThreadPoolExecutor(int(sys.argv[2])) as pool:
    print("reached", sum(pool.map(run, addresses)))
