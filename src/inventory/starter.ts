/** What `vipfarm init` writes: a small fleet that is valid as it stands, with the usual choices beside it. */
export const starterInventory = `# The farm: which VIPs are on which servers. Check this file with: vipfarm lint
version: 1

# Settings of every host. Groups, pools and single hosts can set each of them anew.
defaults:
  user: ops # the login; your own unless given
  become: sudo # or su, doas, pfexec, dzdo, none
  hostKeys: strict # only hosts whose key is in known_hosts; or accept-new, pinned
  # identityFile: ~/.ssh/id_ed25519
  # becomePassword: { env: FARM_SUDO } # secrets are named here, never written: env, file, command or prompt
  # jump: ops@bastion.example.net

# The load balancers. Their MAC addresses may answer ARP for the VIPs, nobody else's.
directors:
  l4-a:
    macs: ["02:00:5e:00:01:0a"]

# Settings of single hosts or ranges, where they differ from the rest.
hosts:
  "web[03-04].example.net": { port: 2222 }

pools:
  web:
    vips: [192.0.2.100] # IPv4 or IPv6
    services: [{ port: 443 }]
    director: l4-a
    members: ["web[01-04].example.net"] # web01 to web04
`;
