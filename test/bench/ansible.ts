import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Contestant } from './contestants.ts';
import { type BenchFleet, vip } from './fleet.ts';

/**
 * Ansible as its manual says that it is fast: pipelining on, connections shared, as many forks as vipfarm has sessions,
 * no facts gathered, only modules of ansible-core. The same key, key exchange and check of host keys as everybody.
 */
export const ansibleChange: Contestant = {
  name: 'ansible-playbook',
  needs: 'ansible-playbook',
  run: (fleet, hosts, fanout) => ({
    argv: [
      'ansible-playbook',
      '-i',
      hosts.list,
      '--forks',
      String(fanout),
      place(fleet, 'vip.yaml', playbook),
    ],
    environment: {
      HOME: fleet.folder,
      ANSIBLE_CONFIG: place(fleet, 'ansible.cfg', '[defaults]\n'),
      ANSIBLE_PIPELINING: 'True',
      ANSIBLE_PYTHON_INTERPRETER: '/usr/bin/python3',
      ANSIBLE_SSH_ARGS: `-F ${fleet.sshConfig} -o ControlMaster=auto -o ControlPersist=60s`,
      ANSIBLE_NOCOLOR: 'True',
    },
  }),
  done: ({ stdout }) => stdout.match(/ok=\d+ .*unreachable=0 +failed=0/g)?.length ?? 0,
};

/** The same state by the same files, and less than vipfarm does: no look at each NIC, no undo, no record of what was there. */
const playbook = `- hosts: all
  gather_facts: false
  tasks:
    - name: ARP is silent after a boot
      ansible.builtin.copy:
        dest: /etc/sysctl.d/99-zz-vip.conf
        mode: "0644"
        content: |
          net.ipv4.conf.all.arp_ignore = 1
          net.ipv4.conf.all.arp_announce = 2
      register: rule
    - name: ARP is silent now
      ansible.builtin.command: sysctl -p /etc/sysctl.d/99-zz-vip.conf
      when: rule is changed
    - name: the VIP comes back at boot
      ansible.builtin.copy:
        dest: /etc/network/interfaces.d/vip
        mode: "0644"
        content: |
          auto lo:vip
          iface lo:vip inet manual
              up ip -4 addr replace ${vip}/32 dev lo
    - name: addresses of lo
      ansible.builtin.command: ip -o -4 addr show dev lo
      register: lo
      changed_when: false
    - name: the VIP is on lo
      ansible.builtin.command: ip -4 addr add ${vip}/32 dev lo
      when: "'${vip}/32' not in lo.stdout"
    - name: read back
      ansible.builtin.command: sysctl net.ipv4.conf.all.arp_ignore net.ipv4.conf.all.arp_announce
      register: arp
      changed_when: false
      failed_when: "'arp_ignore = 1' not in arp.stdout or 'arp_announce = 2' not in arp.stdout"
`;

function place({ folder }: BenchFleet, name: string, content: string): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}
