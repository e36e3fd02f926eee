package steps

import (
	"context"
	"errors"
	"fmt"
	"net"
	"strconv"
	"strings"

	corev1 "k8s.io/api/core/v1"

	"github.com/gherkind/gherkind/internal/assert"
	"github.com/gherkind/gherkind/internal/kube"
	"github.com/gherkind/gherkind/internal/objects"
	"github.com/gherkind/gherkind/internal/observe"
	"github.com/gherkind/gherkind/internal/remote"
	"github.com/gherkind/gherkind/steps/step"
	"github.com/gherkind/gherkind/steps/world"
)

func onNodeSteps() step.Group {
	return step.Group{
		Name: "on-node", Title: "On a node", Doc: "Commands on a node itself, outside all pods. Only on gherkind's own clusters. A node has crictl, the command line of its container runtime.",
		Defs: []step.Def{
			{
				Name:    "node-command-prints",
				Reach:   step.ReachMachines,
				Pattern: `running {command} on node {node} prints {part}`,
				Doc:     "The command, given to sh -c on the node, exits with 0 and prints the text. It is repeated until it does; the report says how often.",
				Example: `Then running "crictl version" on node "worker" prints "containerd"`,
				Run:     nodeCommandPrints,
			},
			{
				Name:    "node-command-prints-exactly",
				Reach:   step.ReachMachines,
				Pattern: `running {command} on node {node} prints exactly {text}`,
				Doc:     "The command, given to sh -c on the node, exits with 0 and prints the text and nothing else, apart from the final line break. It is repeated until it does.",
				Example: `Then running "ls /var/lib/data | wc -l" on node "worker" prints exactly "0"`,
				Run:     nodeCommandPrintsExactly,
			},
			{
				Name:    "pod-node-command-prints",
				Reach:   step.ReachMachines,
				Pattern: `running {command} on the node of pod {name} prints {part}`,
				Doc:     "The same on the node where the pod is. The environment variables POD_NAME, POD_NAMESPACE and POD_IP say which pod.",
				Example: `Then running "crictl ps --name nginx" on the node of pod "web" prints "Running"`,
				Run:     podNodeCommandPrints,
			},
			{
				Name:    "node-reaches-pod",
				Asks:    step.AsksNetwork,
				Reach:   step.ReachMachines,
				Pattern: `pod {name} accepts TCP connections on port {count} from node {node}`,
				Doc:     "A connection from the node to this port of the pod's IP is established.",
				Example: `Then pod "goproxy" accepts TCP connections on port 8080 from node "worker"`,
				Run:     nodeReachesPod,
			},
			{
				Name:    "node-refused-by-pod",
				Asks:    step.AsksNetwork,
				Reach:   step.ReachMachines,
				Pattern: `pod {name} refuses TCP connections on port {count} from node {node}`,
				Doc:     "A connection from the node to this port of the pod's IP is refused, and the pod is ready: a pod that is not listening yet also refuses. With `for 5s` the pod need not be ready. A connection that times out is not refused.",
				Example: `Then pod "goproxy" refuses TCP connections on port 8090 from node "worker"`,
				Run:     nodeRefusedByPod,
			},
		},
	}
}

func nodeCommandPrints(ctx context.Context, w *world.World, command string, node world.NodeRef, text string, ending step.Ending) error {
	return expectOnNode(ctx, w, command, node, ending, remote.Prints(text))
}

func nodeCommandPrintsExactly(ctx context.Context, w *world.World, command string, node world.NodeRef, text string, ending step.Ending) error {
	return expectOnNode(ctx, w, command, node, ending, func(r kube.ExecResult) error { return remote.PrintsExactly(r, text) })
}

func expectOnNode(ctx context.Context, w *world.World, command string, node world.NodeRef, ending step.Ending, wanted func(kube.ExecResult) error) error {
	runs := &remote.Runs{World: w, Command: command}
	err := assert.Poll(ctx, w, ending, node.Ref, func(ctx context.Context) error {
		return onNode(ctx, runs, node.Name, nil, wanted)
	})
	if err == nil {
		runs.Tell()
	}
	return err
}

func podNodeCommandPrints(ctx context.Context, w *world.World, command string, pod world.PodRef, text string, ending step.Ending) error {
	runs := &remote.Runs{World: w, Command: command}
	err := assert.Poll(ctx, w, ending, pod.Ref, func(ctx context.Context) error {
		node, env, err := besides(w, pod.Ref)
		if err != nil {
			return err
		}
		return onNode(ctx, runs, node, env, remote.Prints(text))
	})
	if err == nil {
		runs.Tell()
	}
	return err
}

// besides returns the node of a pod, and environment variables that identify the pod.
func besides(w *world.World, ref kube.Ref) (node string, env []string, err error) {
	saw := ""
	w.Timeline.View(func(v observe.View) {
		if node, saw = objects.NodeOf(v, ref); node != "" {
			env = []string{"POD_NAME=" + ref.Name, "POD_NAMESPACE=" + ref.Namespace, "POD_IP=" + kube.As[corev1.Pod](v.Get(ref)).Status.PodIP}
		}
	})
	if node == "" {
		return "", nil, errors.New(saw)
	}
	return node, env, nil
}

// onNode runs the command once and judges the result.
func onNode(ctx context.Context, runs *remote.Runs, node string, env []string, wanted func(kube.ExecResult) error) error {
	out, code, err := remote.NodeShell(ctx, runs.World, node, env, runs.Command)
	if err != nil {
		return err
	}
	result := kube.ExecResult{Stdout: out, ExitCode: code} // stdout and stderr together
	if err := runs.Judge(result, wanted(result)); err != nil {
		return fmt.Errorf("on node %q %w", node, err)
	}
	return nil
}

func nodeReachesPod(ctx context.Context, w *world.World, pod world.PodRef, port int, node world.NodeName, ending step.Ending) error {
	return expectNodeTCP(ctx, w, pod, port, node, ending, "accepted")
}

func nodeRefusedByPod(ctx context.Context, w *world.World, pod world.PodRef, port int, node world.NodeName, ending step.Ending) error {
	return expectNodeTCP(ctx, w, pod, port, node, ending, "refused")
}

// expectNodeTCP connects with bash, which is on every kind node and reports why a connection failed.
func expectNodeTCP(ctx context.Context, w *world.World, pod world.PodRef, port int, node world.NodeName, ending step.Ending, wanted string) error {
	connect := func(ctx context.Context) error {
		ip := podIP(w, pod.Ref)
		if ip == "" {
			return fmt.Errorf("%s has no IP", pod.Ref)
		}
		out, code, err := remote.OnNode(ctx, w, node.Name, []string{"timeout", "3", "bash", "-c", "exec 3<>/dev/tcp/" + ip + "/" + strconv.Itoa(port)})
		if err != nil {
			return err
		}
		if came := tcpOutcome(out, code); came != wanted {
			return fmt.Errorf("from node %q, the connection to %s was %s", node.Name, net.JoinHostPort(ip, strconv.Itoa(port)), came)
		}
		return nil
	}
	if wanted == "refused" {
		connect = assert.WhenReady(w, pod.Ref, ending, connect)
	}
	return assert.Poll(ctx, w, ending, pod.Ref, connect)
}

func tcpOutcome(output string, exitCode int) string {
	switch {
	case exitCode == 0:
		return "accepted"
	case strings.Contains(output, "refused"):
		return "refused"
	case exitCode == 124: // exit code of timeout
		return "neither accepted nor refused within 3s"
	}
	return fmt.Sprintf("not possible: bash exited with %d%s", exitCode, remote.AndPrinted(output))
}

func podIP(w *world.World, ref kube.Ref) string {
	ip := ""
	w.Timeline.View(func(v observe.View) {
		if pod := kube.As[corev1.Pod](v.Get(ref)); pod != nil {
			ip = pod.Status.PodIP
		}
	})
	return ip
}
