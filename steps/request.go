package steps

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"maps"
	"net/url"
	"slices"
	"strings"

	corev1 "k8s.io/api/core/v1"

	"github.com/gherkind/gherkind/internal/assert"
	"github.com/gherkind/gherkind/internal/failfast"
	"github.com/gherkind/gherkind/internal/kube"
	"github.com/gherkind/gherkind/internal/objects"
	"github.com/gherkind/gherkind/internal/observe"
	"github.com/gherkind/gherkind/internal/probe"
	"github.com/gherkind/gherkind/internal/remote"
	"github.com/gherkind/gherkind/internal/words"
	"github.com/gherkind/gherkind/steps/step"
	"github.com/gherkind/gherkind/steps/world"
)

func requestSteps() step.Group {
	return step.Group{
		Name: "request", Title: "Many requests", Doc: "How requests are spread. The pod that sends them needs wget, as in the image busybox.",
		Defs: []step.Def{
			{
				Name:    "requests-answers-at-least",
				Asks:    step.AsksNetwork,
				Rights:  slices.Concat(rightsToRun, rightsOfEndpoints),
				Pattern: `{count} requests from pod {name} to {text} get at least {count} different answer(s)`,
				Doc:     "This many HTTP requests, one after the other and each on a new connection, are all answered, and among the bodies are at least this many different ones.",
				Example: `Then 60 requests from pod "client" to "http://hostnames/" get at least 2 different answers`,
				Run:     answersAtLeast,
			},
			{
				Name:    "requests-answers",
				Asks:    step.AsksNetwork,
				Rights:  slices.Concat(rightsToRun, rightsOfEndpoints),
				Pattern: `{count} requests from pod {name} to {text} get {count} different answer(s)`,
				Doc: "This many HTTP requests, one after the other and each on a new connection, are all answered, and among the bodies are exactly this many different ones. " +
					"If the URL names a service, the result counts once the service has ready endpoints, none of them terminating, and they have not changed for 3 seconds: " +
					"until then, the nodes may send requests to some of them only.",
				Example: `Then 60 requests from pod "client" to "http://hostnames/" get 1 different answer`,
				Run:     answersExactly,
			},
		},
	}
}

func answersAtLeast(ctx context.Context, w *world.World, requests int, pod world.PodRef, url string, wanted int, ending step.Ending) error {
	_, err := expectAnswers(ctx, w, requests, pod, url, ending, false, func(n int) bool { return n >= wanted })
	return err
}

func answersExactly(ctx context.Context, w *world.World, requests int, pod world.PodRef, url string, wanted int, ending step.Ending) error {
	behind, err := expectAnswers(ctx, w, requests, pod, url, ending, true, func(n int) bool { return n == wanted })
	if err == nil && behind != nil {
		warnFewer(w, *behind, wanted, ending)
	}
	return err
}

// askMany prints one line for each answer, and "failed" for a request without one. All requests are sent by one command,
// because starting a command in a pod takes far longer than a request, and with as few processes as possible. The shell splits
// the unquoted $a at line breaks, so that each answer is printed as one line.
const askMany = `set -f; i=0; while [ $i -lt "$1" ]; do i=$((i + 1)); ` +
	`a=$(timeout 3 wget -q -O - "$2") && echo answer $a || echo failed; done`

// expectAnswers also returns the Service behind the URL, if there may be one and the number of answers must be exact.
func expectAnswers(ctx context.Context, w *world.World, requests int, pod world.PodRef, url string, ending step.Ending, exact bool, enough func(int) bool) (behind *objects.Backing, err error) {
	if requests == 0 {
		return nil, errors.New("0 requests get no answer")
	}
	runs := &remote.Runs{World: w, Command: askMany}
	ask := probe.Attempt(func(ctx context.Context) error {
		container, err := remote.FirstContainer(w, pod.Ref)
		if err != nil {
			return err
		}
		command := []string{"sh", "-c", askMany, "sh", fmt.Sprint(requests), url}
		result, err := remote.InContainer(ctx, w, pod.Ref, container, command)
		if err != nil {
			return cutShort(result, requests, err)
		}
		return runs.Judge(result, judgeAnswers(result, requests, enough))
	})
	if exact {
		if ask, behind, err = whenSettled(ctx, w, pod.Ref, url, ask); err != nil {
			return nil, err
		}
	}
	err = assert.Poll(ctx, w, ending, pod.Ref, ask, assert.Needs(failfast.Present, pod.Ref))
	if err == nil {
		runs.Tell()
	}
	return behind, err
}

// cutShort says how many requests were answered before the command was aborted, for example on a machine that is short of CPU.
// In a replay this number is not known.
func cutShort(result kube.ExecResult, requests int, err error) error {
	if _, answered := countAnswers(result); answered > 0 {
		return fmt.Errorf("%d of %d requests were answered: %w", answered, requests, err)
	}
	return fmt.Errorf("the requests could not be sent: %w", err)
}

func judgeAnswers(result kube.ExecResult, requests int, enough func(int) bool) error {
	counts, answered := countAnswers(result)
	if result.Cut {
		return errors.New("not all answers can be counted: ask for a shorter one, or less often")
	}
	if answered < requests {
		return fmt.Errorf("%d of %d requests were answered; of the others, wget failed%s", answered, requests, remote.AndPrinted(result.Stderr))
	}
	if enough(len(counts)) {
		return nil
	}
	return fmt.Errorf("%s: %s", words.Times("different answer", len(counts)), shares(counts))
}

// countAnswers returns how often each answer occurs, and the number of all answers.
func countAnswers(result kube.ExecResult) (counts map[string]int, answered int) {
	counts = map[string]int{}
	for line := range strings.Lines(result.Stdout) {
		if body, ok := strings.CutPrefix(strings.TrimSpace(line), "answer"); ok { // if the body is empty, this is the whole line
			counts[strings.TrimSpace(body)]++
			answered++
		}
	}
	return counts, answered
}

// shares lists the five most frequent answers with their counts.
func shares(counts map[string]int) string {
	bodies := slices.SortedFunc(maps.Keys(counts), func(a, b string) int {
		return cmp.Or(cmp.Compare(counts[b], counts[a]), cmp.Compare(a, b))
	})
	var parts []string
	for _, body := range bodies[:min(len(bodies), 5)] {
		parts = append(parts, fmt.Sprintf("%s (%s)", remote.OneLine(body), words.Times("time", counts[body])))
	}
	if len(bodies) > len(parts) {
		parts[len(parts)-1] += " …"
	}
	return strings.Join(parts, ", ")
}

// whenSettled makes attempts wait until the endpoints of the Service are stable, so that an exact number of answers means
// something.
func whenSettled(ctx context.Context, w *world.World, client kube.Ref, address string, ask probe.Attempt) (settled probe.Attempt, b *objects.Backing, err error) {
	found, err := serviceBehind(ctx, w, hostIn(address), client.Namespace)
	if err != nil || found == nil {
		return ask, nil, err
	}
	return func(ctx context.Context) error {
		var saw string
		w.Timeline.View(func(v observe.View) { saw = found.Unsettled(v, w.Timeline.Now()) })
		if saw != "" {
			return errors.New(saw)
		}
		return ask(ctx)
	}, found, nil
}

// hostIn returns the host of a URL; "" if it is invalid, which wget then reports.
func hostIn(address string) string {
	at, err := url.Parse(address)
	if err != nil {
		return ""
	}
	return at.Hostname()
}

// warnFewer warns if there are fewer answers than endpoints although nothing but chance prevents the client from reaching the
// others.
func warnFewer(w *world.World, b objects.Backing, wanted int, ending step.Ending) {
	fewer := 0
	w.Timeline.View(func(v observe.View) {
		svc := kube.As[corev1.Service](v.Get(b.Service))
		if have, _ := b.Staying(v); svc != nil && have != nil && svc.Spec.SessionAffinity != corev1.ServiceAffinityClientIP && have.Count() > wanted {
			fewer = have.Count()
		}
	})
	if fewer > 0 && ending.For == 0 {
		w.Warn("%s has %d ready endpoints and no session affinity: fewer different answers may also be chance, or a node that does not send requests to all of them; write `for 5s`, or ask more often",
			b.Service, fewer)
	}
}
