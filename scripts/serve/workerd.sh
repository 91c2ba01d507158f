#!/bin/sh
# Runs workerd so that it cannot outlive its parent, not even one that is killed with -9.
# The trap leaves Ctrl-C, which a terminal sends to every process, to the parent.
trap '' INT HUP
if command -v setpriv >/dev/null 2>&1 && setpriv --pdeathsig KILL true 2>/dev/null; then
  exec setpriv --pdeathsig KILL "$CORDON_WORKERD" "$@"
fi
# Descriptor 3 is the socket over which miniflare hears that workerd is ready. Its other end closes with the parent;
# then the watcher kills workerd ($$ is this shell, which becomes workerd).
(
  trap '' TERM
  cat <&3 >/dev/null
  kill -9 $$
) </dev/null >/dev/null 2>&1 &
exec "$CORDON_WORKERD" "$@"
