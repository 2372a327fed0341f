/** The passwords of the users below; both would do something if a shell ever got them to read. */
export const opsPassword = 'open sesame; exit 99';
export const rootPassword = 'root "secret" $HOME';

/** What `openssl passwd -6` makes of them: no process list of the machine shows a password while a server is set up. */
const opsHash =
  '$6$vipfarmtest$t3rB99SzV6ElIxdidP.DMhUykmCvYtCF7VSDig4utacMYN.BhRHbasr0cr6/hLDNTf4KFBxClsS1SsTaxkkdy0';
const rootHash =
  '$6$vipfarmtest$KBz4kDQPi6YZpVwAw/0VGP/41xYt/VQG3TIVdlmdrCwF0.QGgF4oYiX4aObjKUM2B2J781eUXqO9GPNcWvbYi1';

/**
 * Users that exist for one server only: it sees an /etc of its own, and the machine's stays as it is.
 *
 * - ops may become root by sudo and doas, with the password
 * - free, csh and fish may do so without one; the latter two have these login shells
 * - tty may, without one, and only from a terminal
 * - guest may not become root at all, and may not even start pfexec
 *
 * `dzdo` and `pfexec` are stand-ins that call sudo, because the real ones are not to be had for Linux.
 */
export const withUsers = `
mkdir "$FOLDER/etc"
mount -t tmpfs none "$FOLDER/etc"
mkdir "$FOLDER/etc/upper" "$FOLDER/etc/work"
mount -t overlay overlay -o "lowerdir=/etc,upperdir=$FOLDER/etc/upper,workdir=$FOLDER/etc/work" /etc
mkdir -p /run/sudo /var/lib/sudo
mount -t tmpfs none /run/sudo
mount -t tmpfs none /var/lib/sudo
number=7000
for entry in ops:/bin/sh free:/bin/sh guest:/bin/sh csh:/bin/csh fish:/usr/bin/fish tty:/bin/sh; do
  number=$((number + 1))
  user="\${entry%%:*}"
  group=7000
  [ "$user" = guest ] && group=7001
  echo "$user:x:$number:$group::/tmp:\${entry#*:}" >> /etc/passwd
  echo "$user:"'${opsHash}:19000::::::' >> /etc/shadow
done
sed -i 's|^root:[^:]*:|root:${rootHash}:|' /etc/shadow
cat > /etc/sudoers <<'END'
Defaults secure_path="/usr/sbin:/usr/bin:/sbin:/bin"
root ALL=(ALL) ALL
ops ALL=(root) /bin/sh
free, csh, fish, tty ALL=(root) NOPASSWD: /bin/sh
Defaults:tty requiretty
END
chmod 440 /etc/sudoers
printf 'permit ops\\npermit nopass free\\n' > /etc/doas.conf
chmod 400 /etc/doas.conf
mount -t tmpfs none /usr/local/bin
printf '#!/bin/sh\\nexec sudo "$@"\\n' > /usr/local/bin/dzdo
printf '#!/bin/sh\\nexec sudo -n "$@"\\n' > /usr/local/bin/pfexec
chmod 755 "$FOLDER" /usr/local/bin/dzdo
chgrp 7000 /usr/local/bin/pfexec
chmod 750 /usr/local/bin/pfexec
chmod a+r "$FOLDER/authorized_keys"
`;
