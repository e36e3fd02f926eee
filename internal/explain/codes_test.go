package explain

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// proof has, for a code, a situation that gives it and a similar one that must not.
type proof struct{ hit, miss string }

func proofs() map[string]proof {
	return map[string]proof{
		AdmissionDenied:    {"psa/Deployment/web", "quota/Deployment/web"}, // refused, but by the quota
		AutoscalerStuck:    {"autoscaler target", "autoscaler well"},
		ConditionFalse:     {"custom not ready", "custom well"},
		DisruptionBlocked:  {"budget full", "budget well"},
		IngressUnserved:    {"ingress without service", "ingress unknown"}, // it is unknown whether the service exists
		PolicyNoEffect:     {"policy of nobody", "policy well"},
		ClaimPending:       {"sched/PersistentVolumeClaim/fast", "claim bound"},              // the failures are outdated events
		NamespaceStuck:     {"namespace/Namespace/h5-doomed", "namespace/Namespace/h5-rbac"}, // it is not being deleted
		NodeNotReady:       {"node lost, pod", "other node lost"},                            // another node is lost
		ObjectMissing:      {"service misspelt", "service/Service/mydb"},                     // it exists
		ObjectUnreadable:   {"pod unreadable", "crash/Pod/healthy"},                          //
		PodConfigError:     {"config/Pod/nomap", "healed/Pod/nomap"},                         // the ConfigMap came later
		PodContainerExited: {"crash/Pod/once", "crash/Pod/panics"},                           // ends again and again: a loop
		PodCrashLoop:       {"crash/Pod/panics", "crash/Pod/once"},                           // ended once, for good
		PodEvicted:         {"gone/Pod/evicted", "gone/Pod/stubborn"},                        // deleted by somebody
		PodImagePull:       {"image/Pod/absent", "config/Pod/nomap"},                         // waits, but not for an image
		PodInitBlocked:     {"init/Pod/myapp-pod", "healed/Pod/myapp-pod"},                   // the service came later
		PodInitFailed:      {"init/Pod/initfail", "init/Pod/sidecarcrash"},                   // a sidecar
		PodMissing:         {"pod misspelt", "pod unreadable"},                               // it exists, though unreadable
		PodNotReady:        {"probe/Pod/readiness-late", "probe/Pod/readiness-exec"},         // not ready, since a probe failed
		PodOOMKilled:       {"oom/Pod/memory-hog", "oom/Pod/killed"},                         // exit 137, but not by the OOM killer
		PodProbeFailed:     {"probe/Pod/readiness-exec", "probe/Pod/recovered"},              // failed only at first
		PodRejected:        {"gone/Pod/outofcpu", "crash/Pod/once"},                          // failed by its container
		PodSandboxFailed:   {"network plugin", "sandbox overcome"},                           // failed only at first
		PodSandboxInvalid:  {"gone/Pod/sandbox", "network plugin"},                           // its spec does not ask for it
		PodStarting:        {"pod starting", "crash/Pod/healthy"},                            //
		PodTerminating:     {"gone/Pod/stubborn", "gone/Pod/deadline"},                       // ended, but not being deleted
		PodUnschedulable:   {"sched/Pod/port-3", "healed/Pod/port-3"},                        // the port became free
		PodVolumePending:   {"volume/Pod/late", "healed/Pod/late"},                           // the ConfigMap came later
		QuotaExceeded:      {"quota/Deployment/web", "quota of the past"},                    // all pods exist now
		RBACDenied:         {"rbac/Pod/provisioner", "refused, but well"},                    // works without the permission
		ServiceNoEndpoints: {"service/Service/typo", "service/Service/external"},             // has none by design
		WorkloadStuck:      {"work/Deployment/rollout", "work/Deployment/zero"},              // asks for no pods
	}
}

func TestEveryCodeIsProvokedAndNearlyProvoked(t *testing.T) {
	all := proofs()
	for _, c := range Codes() {
		p, ok := all[c.Code]
		if !ok {
			t.Errorf("%s has no proof", c.Code)
			continue
		}
		if !has(t, p.hit, c.Code) {
			t.Errorf("%q does not give %s", p.hit, c.Code)
		}
		if has(t, p.miss, c.Code) {
			t.Errorf("%q gives %s and must not", p.miss, c.Code)
		}
	}
}

func has(t *testing.T, where, code string) bool {
	t.Helper()
	facts, subject := situation(t, where)
	return slices.ContainsFunc(Why(facts, subject), func(f Finding) bool { return f.Code == code })
}

// TestCodesAreDocumented: every code constant is in the table, once and in order.
func TestCodesAreDocumented(t *testing.T) {
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	var constants, table []string
	for _, file := range files {
		source, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range regexp.MustCompile(`(?m)^const [A-Z]\w+ = "([A-Z]+(?:_[A-Z]+)+)"$`).FindAllStringSubmatch(string(source), -1) {
			constants = append(constants, m[1])
		}
	}
	for _, c := range Codes() {
		table = append(table, c.Code)
		if !strings.HasSuffix(c.Meaning, ".") || c.Example == "" || strings.HasSuffix(c.Example, ".") {
			t.Errorf("%s: the meaning is a sentence, the example is one without a full stop", c.Code)
		}
	}
	slices.Sort(constants)
	if !slices.Equal(constants, table) {
		t.Errorf("constants %v\ntable     %v", constants, table)
	}
}

// TestFindingsAreWhole checks the required parts of every finding in every situation.
func TestFindingsAreWhole(t *testing.T) {
	known := map[string]bool{}
	for _, c := range Codes() {
		known[c.Code] = true
	}
	for _, p := range proofs() {
		for _, where := range []string{p.hit, p.miss} {
			facts, subject := situation(t, where)
			for _, f := range Why(facts, subject) {
				if !known[f.Code] || f.Sentence == "" || f.Hint == "" || strings.HasSuffix(f.Sentence, ".") ||
					strings.Contains(f.Sentence+f.Hint, "\n") || strings.Contains(f.Sentence, "%!") {
					t.Errorf("%s: %+v", where, f)
				}
				if len(f.Evidence) == 0 && f.Code != PodMissing && f.Code != ObjectMissing && f.Code != WorkloadStuck {
					t.Errorf("%s: %s has no evidence", where, f.Code)
				}
			}
		}
	}
}

// TestSentences compares the sentences of the constructed situations; recorded ones have golden files.
func TestSentences(t *testing.T) {
	for where, want := range map[string]string{
		"node lost, pod":   `node "gherkind-proto-worker3" is not ready: its kubelet has stopped reporting`,
		"node lost, node":  `node "gherkind-proto-worker3" is not ready: its kubelet has stopped reporting`,
		"node no network":  `node "gherkind-proto-worker3" is not ready: container runtime network not ready: NetworkReady=false reason:NetworkPluginNotReady message:Network plugin returns error: cni plugin not initialized`,
		"node gone":        `node "gherkind-proto-worker2", where the pod ran, no longer exists`,
		"pod deleted":      `pod "panics" was deleted`,
		"pod misspelt":     `there is no pod "heallthy" in namespace "h5-crash"; there is "healthy"`,
		"pod elsewhere":    `there is no pod "healthy" in namespace "default", but in "h5-crash"`,
		"service misspelt": `there is no service "my-db" in namespace "h5-service"; there is "mydb"`,
		"pod unreadable":   `pod/healthy is not shaped like a Pod of v1`,
		"pod starting":     `the pod is being started on node "gherkind-proto-worker2" (for 5m8s)`,
		"pod pulling":      `node "gherkind-proto-worker2" is pulling image "nginx:1.29" (for 40s)`,
		"network plugin":   `the pod gets no network: no IP addresses available in range set: 10.244.1.1-10.244.1.254`,
		"behind":           `deployment "good": its controller has not seen the latest change yet`,
		"oom long ago":     "",
		"other node lost":  "",
		"claim bound":      "",
	} {
		facts, subject := situation(t, where)
		got := ""
		if found := Why(facts, subject); len(found) > 0 {
			got = found[0].Sentence
		}
		if got != want {
			t.Errorf("%s:\ngot  %s\nwant %s", where, got, want)
		}
	}
}
