package remote

import (
	"context"
	"net/http"

	"github.com/gherkind/gherkind/internal/kube"
	"github.com/gherkind/gherkind/internal/observe"
	"github.com/gherkind/gherkind/internal/probe"
	"github.com/gherkind/gherkind/steps/world"
)

// All questions that no watch answers are asked here, each as a [world.Question] that finds its answer again in a recording.

// Asker requests URLs from outside the cluster.
func Asker(w *world.World) probe.Getter { return recorded(w, w.Run.Outside.Get) }

// Outsider requests URLs from outside the cluster by the way that leads to the nodes, and by no other, where anything is
// known of the nodes: what answers on another way is somebody else's.
func Outsider(w *world.World) probe.Getter {
	for _, node := range w.Run.Nodes.All() {
		if address, err := w.Run.Nodes.Address(node); err == nil {
			return recorded(w, w.Run.Outside.Via(address))
		}
	}
	return Asker(w)
}

func recorded(w *world.World, get probe.Getter) probe.Getter {
	return func(ctx context.Context, url string) (probe.Reply, error) {
		reply, err := world.Ask(ctx, w, GetOf(url), func(ctx context.Context) (probe.Reply, error) { return get(ctx, url) })
		if reply.Unasked && err != nil {
			err = &unasked{err}
		}
		return reply, err
	}
}

// unasked is the error of a request that did not get to where it is sent from, which is not a fault of the cluster's services.
type unasked struct{ error }

func (e *unasked) Unwrap() error { return e.error }

// Is makes it an [observe.ErrUnobserved].
func (e *unasked) Is(target error) bool { return target == observe.ErrUnobserved }

// GetOf is the question for the answer to a GET request from outside the cluster. The answer is a [probe.Reply].
func GetOf(url string) world.Question {
	return world.Question{Kind: world.QuestionURL, Method: http.MethodGet, URL: url}
}

// InContainer runs a command in a container.
func InContainer(ctx context.Context, w *world.World, pod kube.Ref, container string, command []string) (kube.ExecResult, error) {
	return world.Ask(ctx, w, CommandIn(pod.Namespace, pod.Name, container, command), func(ctx context.Context) (kube.ExecResult, error) {
		return w.Run.Client.Exec(ctx, pod.Namespace, pod.Name, container, command, nil)
	})
}

// CommandIn is the question for what a command in a container comes to. The answer is a [kube.ExecResult].
func CommandIn(namespace, pod, container string, command []string) world.Question {
	return world.Question{Kind: world.QuestionContainer, Namespace: namespace, Pod: pod, Container: container, Command: world.CommandOf(command)}
}

// LogOf is the question for the log of a container. The answer is its text.
func LogOf(namespace, pod, container string, previous bool) world.Question {
	return world.Question{Kind: world.QuestionLog, Namespace: namespace, Pod: pod, Container: container, Previous: previous}
}

// Log reads the end of the log of a container.
func Log(ctx context.Context, w *world.World, of kube.ContainerRef, previous bool) (string, error) {
	return world.Ask(ctx, w, LogOf(of.Pod.Namespace, of.Pod.Name, of.Name, previous), func(ctx context.Context) (string, error) {
		return w.Run.Client.Logs(ctx, of.Pod.Namespace, of.Pod.Name, of.Name, previous, LogLimit)
	})
}

// Printed is what a command on a machine came to.
type Printed struct {
	Output   string
	ExitCode int
}

// CommandOn is the question for what a command on a node comes to. The answer is a [Printed].
func CommandOn(node string, command []string) world.Question {
	return world.Question{Kind: world.QuestionNode, Node: node, Command: world.CommandOf(command)}
}

// OnNode runs a command on a node.
func OnNode(ctx context.Context, w *world.World, node string, command []string) (output string, exitCode int, err error) {
	return onMachine(ctx, w, CommandOn(node, command), func(ctx context.Context) (string, int, error) {
		return w.Run.Nodes.Exec(ctx, node, command)
	})
}

// AtMember runs a command beside a member of etcd.
func AtMember(ctx context.Context, w *world.World, member string, command []string) (output string, exitCode int, err error) {
	question := world.Question{Kind: world.QuestionMember, Member: member, Command: world.CommandOf(command)}
	return onMachine(ctx, w, question, func(ctx context.Context) (string, int, error) {
		return w.Run.Etcd.Exec(ctx, member, command)
	})
}

func onMachine(ctx context.Context, w *world.World, question world.Question, run func(context.Context) (string, int, error)) (output string, exitCode int, err error) {
	result, err := world.Ask(ctx, w, question, func(ctx context.Context) (p Printed, err error) {
		p.Output, p.ExitCode, err = run(ctx)
		return p, err
	})
	return result.Output, result.ExitCode, err
}

// LogLimit is how much of the end of a log is searched, in bytes.
const LogLimit = 256 << 10
