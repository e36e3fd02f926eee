package steps

import (
	"context"
	"errors"
	"fmt"
	"net"
	"strconv"
	"strings"

	"github.com/gherkind/gherkind/internal/assert"
	"github.com/gherkind/gherkind/internal/kube"
	"github.com/gherkind/gherkind/internal/objects"
	"github.com/gherkind/gherkind/internal/probe"
	"github.com/gherkind/gherkind/internal/remote"
	"github.com/gherkind/gherkind/steps/world"
)

// connection tries a TCP connection from a pod to a host, as expectTCP does to a pod.
func connection(w *world.World, from kube.Ref, host string, port int, wanted bool) probe.Attempt {
	return func(ctx context.Context) error {
		container, err := remote.FirstContainer(w, from)
		if err != nil {
			return err
		}
		result, err := remote.InContainer(ctx, w, from, container, []string{"timeout", "3", "nc", host, strconv.Itoa(port), "-e", "true"})
		if err != nil {
			return err
		}
		connected, err := wasConnected(result)
		if err == nil && connected != wanted {
			err = fmt.Errorf("the connection to port %d of %s %s", port, host, sawTCP(result))
		}
		return err
	}
}

// serviceBehind returns the Service that a host name may refer to, which need not exist; nil for an IP address.
func serviceBehind(ctx context.Context, w *world.World, host, own string) (*objects.Backing, error) {
	service, namespace := serviceNamed(host, own)
	if service == "" {
		return nil, nil
	}
	ref, err := w.Resolve(ctx, "services", service)
	if err != nil {
		return nil, err
	}
	ref.Namespace = namespace
	b, err := endpointsOf(ctx, w, ref)
	return &b, err
}

// serviceNamed parses `db`, `db.shared` and `db.shared.svc.cluster.local`.
func serviceNamed(host, own string) (service, namespace string) {
	if net.ParseIP(host) != nil {
		return "", ""
	}
	parts := strings.Split(host, ".")
	if len(parts) == 1 {
		return parts[0], own
	}
	return parts[0], parts[1]
}

// wasConnected interprets the result of nc. It returns an error if nc could not try to connect.
func wasConnected(r kube.ExecResult) (bool, error) {
	switch {
	case r.ExitCode == 0:
		return true, nil
	case strings.Contains(r.Stderr, "bad address"):
		return false, assert.WithHint(fmt.Errorf("nobody knows the host: %s", remote.OneLine(r.Stderr)),
			"correct its name, or await the service that it is")
	case strings.Contains(r.Stderr, "refused"), strings.Contains(r.Stderr, "can't connect"): // for example no route, or timed out
		return false, nil
	case timedOut(r):
		return false, nil
	}
	return false, errors.New("the connection " + sawTCP(r))
}

// timedOut reports whether timeout ended the command: GNU exits with 124, others with the code of SIGTERM. Any other code, such
// as that of SIGKILL or of a usage error, is no timeout.
func timedOut(r kube.ExecResult) bool { return r.ExitCode == 124 || r.ExitCode == 128+15 }
