/**
 * Asks and listens on a raw socket: NIC, seconds between two requests, seconds in all, the BPF program for IPv6, then for
 * each VIP its text, its bytes and the frame that asks for it. Whoever names a VIP as sender is a claim: a reply, a
 * gratuitous one, a request made in its name, a neighbour advertisement.
 */
export const lookPython = String.raw`
import array, os, select, signal, socket, struct, sys, time
nic, interval, life, filt = sys.argv[1], float(sys.argv[2]), float(sys.argv[3]), sys.argv[4]
rows = [sys.argv[i:i + 3] for i in range(5, len(sys.argv), 3)]
names = dict((bytes.fromhex(raw), text) for text, raw, frame in rows)
signal.signal(signal.SIGPIPE, signal.SIG_DFL)
def say(text):
    signal.alarm(30)
    os.write(1, text.encode())
def listen(kind, program):
    s = socket.socket(socket.AF_PACKET, socket.SOCK_RAW, 0)
    if program:
        code = b''.join(struct.pack('=HBBI', *map(int, one.split(','))) for one in program.split())
        held = array.array('B', code)
        s.setsockopt(socket.SOL_SOCKET, 26, struct.pack('HP', len(code) // 8, held.buffer_info()[0]))
    s.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1 << 20)
    s.setblocking(False)
    s.bind((nic, kind))
    return s
def claim(f):
    if f[12:14] == b'\x08\x06':
        return f[28:32], f[22:28]
    if f[54:55] == b'\x88':
        return f[62:78], f[80:86] if f[78:80] == b'\x02\x01' else f[6:12]
    return f[22:38], f[80:86] if f[78:80] == b'\x01\x01' else f[6:12]
try:
    four = listen(0x0806, '') if any(len(raw) == 4 for raw in names) else None
    six = listen(0x86dd, filt) if any(len(raw) == 16 for raw in names) else None
except OSError as e:
    say('cannot %s\n' % e)
    sys.exit(1)
socks = [s for s in (four, six) if s]
questions = [(four if len(raw) == 8 else six, bytes.fromhex(frame)) for text, raw, frame in rows]
counts, told, requests, lost, turn = {}, set(), 0, 0, 0
start = time.monotonic()
asked = beat = start
say('ready\n')
while True:
    now = time.monotonic()
    if now >= asked:
        asked = max(asked + interval, now - interval)
        s, frame = questions[turn % len(questions)]
        try:
            s.send(frame)
            requests += 1
        except OSError:
            pass
        turn += 1
    for s in select.select(socks, [], [], max(0, min(asked, beat) - time.monotonic()))[0]:
        try:
            while True:
                vip, mac = claim(s.recv(256))
                if vip not in names: continue
                key = names[vip] + ' ' + ':'.join('%02x' % b for b in mac)
                if key in told:
                    counts[key] = counts.get(key, 0) + 1
                else:
                    told.add(key)
                    say('claim %s 1\n' % key)
        except OSError:
            pass
    now = time.monotonic()
    if now >= beat or now - start >= life:
        for s in socks: lost += struct.unpack('II', s.getsockopt(263, 6, 8))[1]
        say(''.join('claim %s %d\n' % one for one in counts.items()) + 'beat %d %d\n' % (requests, lost))
        counts, beat = {}, now + 0.5
        if now - start >= life: break
`.trim();
