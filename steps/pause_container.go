package steps

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"github.com/gherkind/gherkind/internal/assert"
	"github.com/gherkind/gherkind/internal/objects"
	"github.com/gherkind/gherkind/internal/observe"
	"github.com/gherkind/gherkind/internal/remote"
	"github.com/gherkind/gherkind/internal/words"
	"github.com/gherkind/gherkind/steps/step"
	"github.com/gherkind/gherkind/steps/world"
)

func pauseContainerSteps() step.Group {
	return step.Group{
		Name: "pause-container", Title: "The pause container", Doc: "What Kubernetes does not show of a pod, read from the container runtime on the pod's node. Only on gherkind's own clusters.",
		Defs: []step.Def{
			{
				Name:    "pause-container-oldest",
				Reach:   step.ReachMachines,
				Pattern: `the pause container of pod {name} is older than its other containers`,
				Doc:     "By the runtime's own times, which have nanoseconds, the pod's sandbox was made before every container of it, those that have ended too: it is the pod's first one.",
				Example: `Then the pause container of pod "web" is older than its other containers`,
				Run:     pauseIsOldest,
			},
			{
				Name:    "pause-container-holds-network",
				Reach:   step.ReachMachines,
				Pattern: `the containers of pod {name} are in the network namespace of its pause container`,
				Doc:     "On the node, the processes of all running containers have the network namespace of the pause container's process.",
				Example: `Then the containers of pod "web" are in the network namespace of its pause container`,
				Run:     pauseHoldsNetwork,
			},
		},
	}
}

// sandbox is a pod sandbox as the container runtime reports it.
type sandbox struct {
	Created    int64  // in nanoseconds since 1970
	Network    string // network namespace of the pause process, from /proc
	Containers []sandboxed
}

type sandboxed struct {
	Name    string
	Created int64
	Network string // empty if the container is not running
}

func pauseIsOldest(ctx context.Context, w *world.World, pod world.PodRef, ending step.Ending) error {
	return expectSandbox(ctx, w, pod, ending, (*sandbox).isOldest)
}

func (s *sandbox) isOldest() error {
	for _, c := range s.Containers {
		if c.Created <= s.Created {
			return fmt.Errorf("container %q is older than the pause container", c.Name)
		}
	}
	return nil
}

func pauseHoldsNetwork(ctx context.Context, w *world.World, pod world.PodRef, ending step.Ending) error {
	return expectSandbox(ctx, w, pod, ending, (*sandbox).holdsNetwork)
}

func (s *sandbox) holdsNetwork() error {
	running := 0
	for _, c := range s.Containers {
		if c.Network == "" {
			continue
		}
		running++
		if c.Network != s.Network {
			return fmt.Errorf("container %q is in %s, the pause container in %s", c.Name, c.Network, s.Network)
		}
	}
	if running == 0 {
		return errors.New("none of its containers runs")
	}
	return nil
}

func expectSandbox(ctx context.Context, w *world.World, pod world.PodRef, ending step.Ending, good func(*sandbox) error) error {
	return assert.Poll(ctx, w, ending, pod.Ref, func(ctx context.Context) error {
		var node, saw string
		w.Timeline.View(func(v observe.View) { node, saw = objects.NodeOf(v, pod.Ref) })
		if node == "" {
			return errors.New(saw)
		}
		s, err := inspectSandbox(ctx, w, node, pod.Namespace, pod.Name)
		if err != nil {
			return err
		}
		if len(s.Containers) == 0 {
			return errors.New("it has no containers yet")
		}
		return good(s)
	})
}

// podUIDLabel is the label that the kubelet sets on each container. It also finds containers that ended with an earlier sandbox
// of the pod.
const podUIDLabel = "io.kubernetes.pod.uid"

// inspectSandbox asks crictl on the node (CRI calls ListPodSandbox, PodSandboxStatus, ListContainers, ContainerStatus).
func inspectSandbox(ctx context.Context, w *world.World, node, namespace, name string) (*sandbox, error) {
	ask := func(into any, args ...string) error {
		out, err := crictl(ctx, w, node, args...)
		if err != nil {
			return err
		}
		return json.Unmarshal([]byte(out), into)
	}
	var pods struct {
		Items []struct {
			ID, CreatedAt string
			Metadata      struct{ UID string }
		}
	}
	// crictl takes names as regular expressions.
	if err := ask(&pods, "pods", "--output=json", "--state=ready", "--namespace="+namespace, "--name=^"+name+"$"); err != nil {
		return nil, fmt.Errorf("list the sandboxes on node %q: %w", node, err)
	}
	if len(pods.Items) != 1 {
		return nil, fmt.Errorf("node %q has %s of it", node, words.Times("sandbox", len(pods.Items)))
	}
	s := &sandbox{}
	pid, err := pidOf(ctx, w, node, "inspectp", pods.Items[0].ID)
	if err != nil {
		return nil, fmt.Errorf("inspect the pause container: %w", err)
	}
	if s.Created, err = nanoseconds(pods.Items[0].CreatedAt); err != nil {
		return nil, err
	}
	if s.Network, err = networkOf(ctx, w, node, pid); err != nil {
		return nil, err
	}
	var list struct {
		Containers []struct {
			ID, CreatedAt, State string
			Metadata             struct{ Name string }
		}
	}
	if err := ask(&list, "ps", "--all", "--output=json", "--label="+podUIDLabel+"="+pods.Items[0].Metadata.UID); err != nil {
		return nil, fmt.Errorf("list the containers of the pod: %w", err)
	}
	for _, c := range list.Containers {
		one := sandboxed{Name: c.Metadata.Name}
		if one.Created, err = nanoseconds(c.CreatedAt); err != nil {
			return nil, err
		}
		if c.State == "CONTAINER_RUNNING" {
			if pid, err = pidOf(ctx, w, node, "inspect", c.ID); err != nil {
				return nil, fmt.Errorf("inspect container %q: %w", one.Name, err)
			}
			if one.Network, err = networkOf(ctx, w, node, pid); err != nil {
				return nil, err
			}
		}
		s.Containers = append(s.Containers, one)
	}
	return s, nil
}

func crictl(ctx context.Context, w *world.World, node string, args ...string) (string, error) {
	out, code, err := remote.OnNode(ctx, w, node, append([]string{"crictl"}, args...))
	if err == nil && code != 0 {
		err = fmt.Errorf("crictl exited with %d%s", code, remote.AndPrinted(out))
	}
	return out, err
}

// pidOf reads only the process ID of a container or of a sandbox's pause container: the rest of what the runtime reports
// includes values of environment variables, and answers are saved for replays.
func pidOf(ctx context.Context, w *world.World, node, inspect, id string) (int, error) {
	out, err := crictl(ctx, w, node, inspect, "--output", "go-template", "--template", "{{.info.pid}}", id)
	if err != nil {
		return 0, err
	}
	pid, err := strconv.Atoi(strings.TrimSpace(out))
	if err != nil {
		return 0, fmt.Errorf("read its process from %q: %w", out, err)
	}
	return pid, nil
}

func networkOf(ctx context.Context, w *world.World, node string, pid int) (string, error) {
	out, code, err := remote.OnNode(ctx, w, node, []string{"readlink", fmt.Sprintf("/proc/%d/ns/net", pid)})
	if err == nil && (code != 0 || strings.TrimSpace(out) == "") {
		err = fmt.Errorf("readlink exited with %d", code)
	}
	if err != nil {
		return "", fmt.Errorf("read the network namespace of process %d on node %q: %w", pid, node, err)
	}
	return strings.TrimSpace(out), nil
}

func nanoseconds(text string) (int64, error) {
	var n int64
	if _, err := fmt.Sscan(text, &n); err != nil {
		return 0, fmt.Errorf("read the runtime's time %q: %w", text, err)
	}
	return n, nil
}
