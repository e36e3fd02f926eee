package steps

import (
	"context"
	"fmt"
	"net"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/gherkind/gherkind/internal/assert"
	"github.com/gherkind/gherkind/internal/failfast"
	"github.com/gherkind/gherkind/internal/kube"
	"github.com/gherkind/gherkind/internal/placeholder"
	"github.com/gherkind/gherkind/internal/probe"
	"github.com/gherkind/gherkind/internal/remote"
	"github.com/gherkind/gherkind/internal/words"
	"github.com/gherkind/gherkind/steps/step"
	"github.com/gherkind/gherkind/steps/world"
)

func trafficSteps() step.Group {
	return step.Group{
		Name: "traffic", Title: "From pod to pod", Doc: "HTTP and TCP from one pod to the address of another, without a service between them. The first pod needs wget or nc, as in the image busybox.",
		Defs: []step.Def{
			{
				Name:    "pod-gets-http",
				Asks:    step.AsksNetwork,
				Rights:  rightsToRun,
				Pattern: `pod {name} gets HTTP {count} with {text} from pod {name} at {path}`,
				Doc:     "A request from the first pod to the second pod's IP is answered with this status and, where the status is 2xx, a body that contains the text.",
				Example: `Then pod "client" gets HTTP 200 with "Welcome to nginx!" from pod "web" at ":80/"`,
				Run:     podGetsHTTP,
			},
			{
				Name:    "pod-sees-content-change",
				Asks:    step.AsksNetwork,
				Rights:  rightsToRun,
				Pattern: `pod {name} sees the content of pod {name} at {path} change {count} time(s)`,
				Doc:     "Requests from the first pod to the second pod's IP are answered with HTTP 200, and this many answers differ from the one before.",
				Example: `Then pod "client" sees the content of pod "web" at ":80/" change 2 times`,
				Run:     podSeesChange,
			},
			{
				Name:    "pod-accepts-tcp",
				Asks:    step.AsksNetwork,
				Rights:  rightsToRun,
				Pattern: `pod {name} accepts TCP connections on port {count} from pod {name}`,
				Doc:     "A connection from the second pod to this port of the first pod's IP is established (nc exits with 0).",
				Example: `Then pod "goproxy" accepts TCP connections on port 8080 from pod "client"`,
				Run:     podAcceptsTCP,
			},
			{
				Name:    "pod-refuses-tcp",
				Asks:    step.AsksNetwork,
				Rights:  rightsToRun,
				Pattern: `pod {name} refuses TCP connections on port {count} from pod {name}`,
				Doc:     "A connection from the second pod to this port of the first pod's IP is refused (nc exits with 1 and says so), and that pod is ready: a pod that is not listening yet also refuses. With `for 5s` it need not be ready. A connection that times out is not refused.",
				Example: `Then pod "goproxy" refuses TCP connections on port 8090 from pod "client"`,
				Run:     podRefusesTCP,
			},
			{
				Name:    "pod-connects",
				Asks:    step.AsksNetwork,
				Rights:  rightsToRun,
				Pattern: `pod {name} can connect to {host} on port {count}`,
				Doc:     "A TCP connection from the pod to this host, the name of a service or any other name or address, is established.",
				Example: `Then pod "client" can connect to "db.shared" on port 5432`,
				Run:     podConnects,
			},
			{
				Name:    "pod-connects-not",
				Asks:    step.AsksNetwork,
				Rights:  slices.Concat(rightsToRun, rightsOfEndpoints),
				Pattern: `pod {name} cannot connect to {host} on port {count}`,
				Doc: "A TCP connection from the pod to this host is refused, or nothing answers for 3 seconds: a network policy drops what it does not " +
					"allow. A name that nobody knows is neither. What does not listen yet refuses too: a host that is a service must have a ready endpoint, and for " +
					"any other await what is to answer before, or say for how long.",
				Example: `Then pod "client" cannot connect to "db" on port 5432 for 5s`,
				Run:     podDoesNotConnect,
			},
		},
	}
}

func podGetsHTTP(ctx context.Context, w *world.World, from world.PodRef, status int, text string, to world.PodRef, at placeholder.PortPath, ending step.Ending) error {
	ask := podPath{w, from.Ref, to.Ref}
	return assert.Poll(ctx, w, ending, ask.to, func(ctx context.Context) error {
		code, page, err := ask.http(ctx, at)
		switch {
		case err != nil:
			return err
		case code != status:
			return fmt.Errorf("it got HTTP %d", code)
		case !strings.Contains(page.Stdout, text):
			return remote.OfCut(page, fmt.Errorf("it got HTTP %d with %s", code, remote.OneLine(page.Stdout)))
		}
		return nil
	}, assert.Needs(failfast.Up, ask.from, ask.to))
}

func podSeesChange(ctx context.Context, w *world.World, from, to world.PodRef, at placeholder.PortPath, count int, ending step.Ending) error {
	ask := podPath{w, from.Ref, to.Ref}
	return assert.Poll(ctx, w, ending, ask.to, changes(count, func(ctx context.Context) (string, error) {
		code, page, err := ask.http(ctx, at)
		switch {
		case err == nil && code != 200:
			err = fmt.Errorf("it got HTTP %d", code)
		case err == nil && page.Cut:
			err = fmt.Errorf("of the content, %s: ask for a shorter one", remote.CutOutput)
		}
		return page.Stdout, err
	}), assert.Needs(failfast.Up, ask.from, ask.to))
}

// changes is met when the expected number of answers differed from the one before.
func changes(wanted int, ask func(context.Context) (string, error)) probe.Attempt {
	var last string
	seen, answered := 0, false
	return func(ctx context.Context) error {
		body, err := ask(ctx)
		if err != nil {
			return err
		}
		if answered && body != last {
			seen++
		}
		last, answered = body, true
		if seen >= wanted {
			return nil
		}
		return fmt.Errorf("the content changed %s; it is %s", words.Times("time", seen), remote.OneLine(body))
	}
}

// statusLine finds the status in the output of wget -S, and in wget's own error messages.
var statusLine = regexp.MustCompile(`HTTP/[0-9.]+ ([0-9]{3})`)

// http sends the request with wget, limited by timeout: some builds of busybox crash on wget's own -T. After redirects, the
// last status counts.
func (p podPath) http(ctx context.Context, at placeholder.PortPath) (code int, page kube.ExecResult, err error) {
	result, err := p.run(ctx, func(ip string) []string {
		return []string{"timeout", "3", "wget", "-S", "-O", "-", "http://" + net.JoinHostPort(ip, strconv.Itoa(at.Port)) + at.Path}
	})
	if err != nil {
		return 0, page, err
	}
	lines := statusLine.FindAllStringSubmatch(result.Stderr, -1)
	if len(lines) == 0 {
		return 0, page, fmt.Errorf("there was no HTTP answer; wget exited with %d%s", result.ExitCode, remote.AndPrinted(result.Stderr))
	}
	if code, err = strconv.Atoi(lines[len(lines)-1][1]); err != nil {
		return 0, page, fmt.Errorf("read the status: %w", err)
	}
	return code, result, nil
}

// podPath connects from one pod to the IP of another.
type podPath struct {
	w        *world.World
	from, to kube.Ref
}

func (p podPath) run(ctx context.Context, command func(ip string) []string) (kube.ExecResult, error) {
	to, err := remote.StayingPod(p.w, p.to)
	if err != nil {
		return kube.ExecResult{}, err
	}
	if to.Status.PodIP == "" {
		return kube.ExecResult{}, fmt.Errorf("%s has no IP", p.to)
	}
	container, err := remote.FirstContainer(p.w, p.from)
	if err != nil {
		return kube.ExecResult{}, err
	}
	return remote.InContainer(ctx, p.w, p.from, container, command(to.Status.PodIP))
}

func podAcceptsTCP(ctx context.Context, w *world.World, to world.PodRef, port int, from world.PodRef, ending step.Ending) error {
	return expectTCP(ctx, w, from, to, port, ending, false, func(r kube.ExecResult) bool { return r.ExitCode == 0 })
}

func podRefusesTCP(ctx context.Context, w *world.World, to world.PodRef, port int, from world.PodRef, ending step.Ending) error {
	return expectTCP(ctx, w, from, to, port, ending, true, func(r kube.ExecResult) bool {
		return r.ExitCode == 1 && strings.Contains(r.Stderr, "refused")
	})
}

// expectTCP connects with nc, which runs true on the connection and so ends at once. Not every nc has -z, and -w hides that
// nobody answered.
func expectTCP(ctx context.Context, w *world.World, from, to world.PodRef, port int, ending step.Ending, refused bool, wanted func(kube.ExecResult) bool) error {
	ask := podPath{w, from.Ref, to.Ref}
	connect := func(ctx context.Context) error {
		result, err := ask.run(ctx, func(ip string) []string {
			return []string{"timeout", "3", "nc", ip, strconv.Itoa(port), "-e", "true"}
		})
		if err != nil || wanted(result) {
			return err
		}
		return fmt.Errorf("the connection to port %d %s", port, sawTCP(result))
	}
	if refused {
		connect = assert.WhenReady(w, ask.to, ending, connect)
	}
	return assert.Poll(ctx, w, ending, ask.to, connect, assert.Needs(failfast.Present, ask.from, ask.to))
}

func sawTCP(r kube.ExecResult) string {
	switch {
	case r.ExitCode == 0:
		return "was accepted"
	case strings.Contains(r.Stderr, "refused"):
		return "was refused"
	case remote.Unusable(r.ExitCode):
		return fmt.Sprintf("could not be tried: nc exited with %d (%s)%s", r.ExitCode, remote.Ended(r.ExitCode), remote.AndPrinted(r.Stderr))
	case timedOut(r):
		return "was neither accepted nor refused within 3s"
	}
	return fmt.Sprintf("failed: nc exited with %d%s", r.ExitCode, remote.AndPrinted(r.Stderr))
}

func podConnects(ctx context.Context, w *world.World, from world.PodRef, host placeholder.Host, port int, ending step.Ending) error {
	return assert.Poll(ctx, w, ending, from.Ref, connection(w, from.Ref, string(host), port, true), assert.Needs(failfast.Present, from.Ref))
}

func podDoesNotConnect(ctx context.Context, w *world.World, from world.PodRef, host placeholder.Host, port int, ending step.Ending) error {
	behind, err := serviceBehind(ctx, w, string(host), from.Namespace)
	if err != nil {
		return err
	}
	try := connection(w, from.Ref, string(host), port, false)
	if behind != nil {
		try = assert.WhenThere(w, ending, *behind, try)
	}
	err = assert.Poll(ctx, w, ending, from.Ref, try, assert.Needs(failfast.Present, from.Ref))
	if err == nil && assert.InPassing(ctx, w, ending) {
		w.Warn("right after an action, what is to answer may not listen yet: write `for 3s`, or await first what the action leads to")
	}
	return err
}
