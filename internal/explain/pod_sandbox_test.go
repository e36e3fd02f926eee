package explain

import (
	"strings"
	"testing"
	"time"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
)

// TestASandboxKilledForTheMemoryOfItsPod: a limit that is too low to start anything is the pod's fault, not its node's. Without
// a limit, the node had no memory.
func TestASandboxKilledForTheMemoryOfItsPod(t *testing.T) {
	for limit, want := range map[string]string{"64Ki": PodOOMKilled, "": PodSandboxFailed} {
		facts, pod := podJustMade(t)
		if limit != "" {
			containers, _, err := unstructured.NestedSlice(find(t, facts, "Pod", pod.Name).Object, "spec", "containers")
			if err != nil {
				t.Fatal(err)
			}
			containers[0].(map[string]any)["resources"] = map[string]any{"limits": map[string]any{"memory": limit}}
			if err := unstructured.SetNestedSlice(find(t, facts, "Pod", pod.Name).Object, containers, "spec", "containers"); err != nil {
				t.Fatal(err)
			}
		}
		facts.Objects = append(facts.Objects, eventAbout(pod, "FailedCreatePodSandBox",
			`Failed to create pod sandbox: rpc error: code = Unknown desc = failed to start sandbox "0a1b": failed to create containerd task: failed to create shim task: `+
				`OCI runtime create failed: runc create failed: unable to start container process: container init was OOM-killed (memory limit too low?)`,
			facts.Now.Add(-2*time.Second)))
		found := Why(facts, pod)
		if len(found) == 0 || found[0].Code != want || !strings.Contains(found[0].Sentence, "OOM-killed (memory limit too low?)") || limit != "" && !strings.Contains(found[0].Sentence, limit) {
			t.Errorf("limit %q: %+v, want %s", limit, found, want)
		}
	}
}

// TestASandboxThatItsSpecKeepsFromBeingMade: if the node says that the spec prevents the sandbox, it is the pod's fault.
func TestASandboxThatItsSpecKeepsFromBeingMade(t *testing.T) {
	const start = `Failed to create pod sandbox: rpc error: code = Unknown desc = `
	sysctls := map[string]any{"securityContext": map[string]any{"sysctls": []any{map[string]any{"name": "net.ipv4.ip_local_port_range", "value": "loud"}}}}
	for name, c := range map[string]struct {
		spec          map[string]any
		message, want string
	}{
		"a sysctl":                        {sysctls, `runc create failed: unable to start container process: open /proc/sys/net/ipv4/ip_local_port_range: invalid argument`, PodSandboxInvalid},
		"a sysctl, and no network":        {sysctls, `failed to setup network for sandbox "0a1b": plugin type="ptp" failed (add)`, PodSandboxFailed},
		"a sysctl that it does not have":  {nil, `runc create failed: open /proc/sys/net/ipv4/ip_local_port_range: invalid argument`, PodSandboxFailed},
		"a runtime class":                 {map[string]any{"runtimeClassName": "fast"}, `unable to get OCI runtime for sandbox "0a1b": no runtime for "fast" is configured`, PodSandboxInvalid},
		"a runtime class, and no network": {map[string]any{"runtimeClassName": "fast"}, `failed to setup network for sandbox "0a1b"`, PodSandboxFailed},
	} {
		facts, pod := podJustMade(t)
		object := find(t, facts, "Pod", pod.Name).Object
		for field, value := range c.spec {
			if err := unstructured.SetNestedField(object, value, "spec", field); err != nil {
				t.Fatal(err)
			}
		}
		facts.Objects = append(facts.Objects, eventAbout(pod, "FailedCreatePodSandBox", start+c.message, facts.Now.Add(-2*time.Second)))
		if found := Why(facts, pod); len(found) == 0 || found[0].Code != c.want {
			t.Errorf("%s: %+v, want %s", name, found, c.want)
		}
	}
}
