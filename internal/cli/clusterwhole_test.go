//go:build unix

package cli

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"os/exec"
	"slices"
	"strings"

	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/client-go/discovery"
	"k8s.io/client-go/dynamic"
	"k8s.io/client-go/rest"
)

// whole is the complete state of a cluster: descriptions of API objects, and facts about the machines of nodes, by name.
type whole map[string]string

// wholeOf reads every object of every kind that can be listed, and the machines of the nodes.
func wholeOf(ctx context.Context, config *rest.Config, containers []string) (whole, error) {
	w := whole{}
	client, err := discovery.NewDiscoveryClientForConfig(config)
	if err != nil {
		return nil, err
	}
	objects, err := dynamic.NewForConfig(config)
	if err != nil {
		return nil, err
	}
	lists, err := client.ServerPreferredResources()
	if err != nil {
		return nil, err
	}
	for _, list := range lists {
		gv, err := schema.ParseGroupVersion(list.GroupVersion)
		if err != nil {
			return nil, err
		}
		if gv.Group == "metrics.k8s.io" {
			continue // measured when it is listed
		}
		for _, r := range list.APIResources {
			if slices.Contains(r.Verbs, "list") && !slices.Contains(changingKinds, r.Name) {
				err = errors.Join(err, w.addObjects(ctx, objects, gv.WithResource(r.Name)))
			}
		}
		if err != nil {
			return nil, err
		}
	}
	for _, node := range containers {
		if err := w.addMachine(ctx, node); err != nil {
			return nil, err
		}
	}
	return w, nil
}

func (w whole) addObjects(ctx context.Context, client dynamic.Interface, kind schema.GroupVersionResource) error {
	list, err := client.Resource(kind).List(ctx, metav1.ListOptions{})
	if apierrors.IsNotFound(err) {
		return nil // its CustomResourceDefinition has just been deleted
	}
	if err != nil {
		return fmt.Errorf("list %s: %w", kind.Resource, err)
	}
	for i := range list.Items {
		obj := &list.Items[i]
		name := fmt.Sprintf("%s %s/%s (UID %s)", kind.GroupResource(), obj.GetNamespace(), obj.GetName(), obj.GetUID())
		steady(obj)
		text, err := json.Marshal(obj.Object)
		if err != nil {
			return err
		}
		w[name] = string(text)
	}
	return nil
}

// changingKinds change by themselves or only repeat other state: events, and health that is computed for each request.
var changingKinds = []string{"events", "componentstatuses"}

// steady removes from an object what changes by itself in an idle cluster.
func steady(obj *unstructured.Unstructured) {
	for _, path := range [][]string{
		{"metadata", "resourceVersion"}, // changes with each write, even if it is undone later
		{"metadata", "generation"},      // the same for the spec
		{"metadata", "managedFields"},   // the same, with timestamps
		{"metadata", "annotations", "endpoints.kubernetes.io/last-change-trigger-time"}, // when a pod became ready
		{"spec", "renewTime"},             // of a Lease: heartbeats
		{"spec", "acquireTime"},           // of a Lease that was lost while the machine was busy
		{"spec", "leaseTransitions"},      // the same
		{"metadata", "creationTimestamp"}, // the UID is more precise
	} {
		unstructured.RemoveNestedField(obj.Object, path...)
	}
	ready := readyOf(obj)
	// Reported by controllers: timestamps, restarts, observed versions.
	delete(obj.Object, "status")
	if ready != "" {
		obj.Object["ready"] = ready
	}
	// For a slice only the pods of its endpoints and their readiness, in a stable order.
	if endpoints, is, err := unstructured.NestedSlice(obj.Object, "endpoints"); err == nil && is {
		slices.SortFunc(endpoints, func(a, b any) int { return strings.Compare(fmt.Sprint(a), fmt.Sprint(b)) })
		obj.Object["endpoints"] = endpoints
	}
}

// readyOf returns the Ready condition of a node or pod.
func readyOf(obj *unstructured.Unstructured) string {
	conditions, _, err := unstructured.NestedSlice(obj.Object, "status", "conditions")
	if err != nil || obj.GetKind() != "Node" && obj.GetKind() != "Pod" {
		return ""
	}
	for _, c := range conditions {
		if c, is := c.(map[string]any); is && c["type"] == "Ready" {
			return fmt.Sprint(c["status"])
		}
	}
	return ""
}

// machineFacts are commands on a node that print what a step could leave there. They exclude what changes with each pod or each
// start of the machine: interfaces of pods, counters, the ports of Docker's DNS, and the folders of the kubelet and the
// container runtime.
var machineFacts = map[string]string{
	"addresses":  `ip -o addr | grep -v veth | sed 's/^[0-9]*: //'`,
	"routes":     `ip route | grep -v veth`,
	"packets":    `iptables-save | grep -v -e '^#' -e DOCKER_ | sed 's/\[[0-9:]*\]//'`,
	"files":      `find /etc /home /kind /media /mnt /opt /root /srv /tmp /usr/local /var/lib/kubelet /var/tmp -xdev -not -path '/var/lib/kubelet/pods/*' | sort`,
	"pods":       `ls /var/lib/kubelet/pods /var/log/pods`,
	"interfaces": `ls /sys/class/net | grep -v veth`,
	"commands":   `for f in $(grep -lzs ^GHERKIND_COMMAND= /proc/[0-9]*/environ); do tr '\0' ' ' < ${f%environ}cmdline; done`,
}

// addMachine adds the state of a node's container, and facts about the machine inside.
func (w whole) addMachine(ctx context.Context, node string) error {
	state, started, err := inspected(ctx, node)
	if err != nil {
		return err
	}
	w["container "+node] = state
	if !strings.Contains(state, " running ") {
		return nil
	}
	var commands []string
	for name, command := range machineFacts {
		commands = append(commands, command+" | sed 's|^|"+name+": |'")
	}
	out, err := exec.CommandContext(ctx, "docker", "exec", node, "sh", "-c", strings.Join(commands, "\n")+"\ntrue").Output()
	if err != nil {
		now, again, failed := inspected(ctx, node)
		if failed == nil && (now != state || again != started) { // another run has just stopped it
			w["container "+node] = now
			return nil
		}
		return errors.Join(fmt.Errorf("look at the machine of %s: %w", node, err), failed)
	}
	seen := map[string]int{}
	for line := range strings.Lines(string(out)) {
		seen[line]++
		w[fmt.Sprintf("%s, %s (%d)", node, strings.TrimSpace(line), seen[line])] = ""
	}
	return nil
}

// inspected returns the state of a node's container, and when it was started.
func inspected(ctx context.Context, node string) (state, started string, err error) {
	const format = "{{.State.StartedAt}} {{.Id}} {{.State.Status}} {{.Image}} {{json .HostConfig}}"
	out, err := exec.CommandContext(ctx, "docker", "inspect", "--format", format, node).Output()
	if err != nil {
		return "", "", fmt.Errorf("look at container %s: %w", node, err)
	}
	started, state, _ = strings.Cut(string(out), " ")
	return state, started, nil
}

// about returns the part of the state that contains a word.
func (w whole) about(word string) whole {
	part := maps.Clone(w)
	maps.DeleteFunc(part, func(what, like string) bool { return !strings.Contains(what, word) && !strings.Contains(like, word) })
	return part
}

// since returns the differences from an earlier state.
func (w whole) since(before whole) (differs []string) {
	for what, like := range w {
		switch was, there := before[what]; {
		case !there:
			differs = append(differs, "new: "+what+" "+like)
		case was != like:
			differs = append(differs, "changed: "+what+"\n  was "+was+"\n  is  "+like)
		}
	}
	for what := range before {
		if _, there := w[what]; !there {
			differs = append(differs, "gone: "+what)
		}
	}
	slices.Sort(differs)
	return differs
}
