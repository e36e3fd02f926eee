package explain

import (
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"

	"github.com/gherkind/gherkind/internal/goldenfile"
)

// silent are the kinds of recorded objects that are not explained by themselves.
const silent = "Event ConfigMap Secret EndpointSlice ResourceQuota ReplicaSet "

// TestRecorded explains every object of every recording and compares the texts with testdata/golden.
func TestRecorded(t *testing.T) {
	files, err := filepath.Glob("testdata/*.yaml")
	if err != nil || len(files) < 10 {
		t.Fatalf("recordings: %v, %v", files, err)
	}
	for _, file := range files {
		name := strings.TrimSuffix(filepath.Base(file), ".yaml")
		t.Run(name, func(t *testing.T) {
			facts := recorded(t, name)
			var b strings.Builder
			for _, o := range facts.Objects {
				if strings.Contains(silent, o.GetKind()+" ") {
					continue
				}
				fmt.Fprintf(&b, "%s\n", pathOf(o))
				for _, f := range Why(facts, nameOf(o)) {
					write(&b, f)
				}
			}
			golden(t, name, b.String())
		})
	}
}

func write(b *strings.Builder, f Finding) {
	fmt.Fprintf(b, "  %s: %s\n", f.Code, f.Sentence)
	for _, e := range f.Evidence {
		fmt.Fprintf(b, "    - %s\n", e)
	}
	fmt.Fprintf(b, "    hint: %s\n", f.Hint)
}

func golden(t *testing.T, name, got string) {
	t.Helper()
	goldenfile.Equal(t, filepath.Join("testdata", "golden", name+".txt"), got)
}

// TestCauses compares the codes, in order: root cause first.
func TestCauses(t *testing.T) {
	for _, line := range strings.Split(strings.TrimSpace(causes), "\n") {
		where, want, _ := strings.Cut(line, ":")
		t.Run(where, func(t *testing.T) {
			facts, subject := situation(t, where)
			var codes []string
			for _, f := range Why(facts, subject) {
				codes = append(codes, f.Code)
			}
			if got := strings.Join(codes, " "); got != strings.TrimSpace(want) {
				t.Errorf("codes = %q, want %q", got, strings.TrimSpace(want))
			}
		})
	}
}

// causes has one object of a recording per line, with the codes of its findings.
const causes = `
oom/Pod/memory-hog: POD_OOM_KILLED POD_CRASH_LOOP
oom/Pod/memory-main: POD_OOM_KILLED
oom/Pod/killed: POD_CONTAINER_EXITED
crash/Pod/panics: POD_CRASH_LOOP
crash/Pod/ends: POD_CRASH_LOOP
crash/Pod/once: POD_CONTAINER_EXITED
crash/Pod/completed: POD_CONTAINER_EXITED
crash/Pod/mixed: POD_CONTAINER_EXITED
crash/Pod/halfdone: POD_CONTAINER_EXITED
crash/Pod/healthy:
image/Pod/nohost: POD_IMAGE_PULL
image/Pod/refused: POD_IMAGE_PULL
image/Pod/badname: POD_IMAGE_PULL
image/Pod/never: POD_IMAGE_PULL
image/Pod/absent: POD_IMAGE_PULL
image/Pod/denied: POD_IMAGE_PULL
image/Pod/busy: POD_IMAGE_PULL
image/Pod/registry:
sched/Pod/cpu: POD_UNSCHEDULABLE
sched/Pod/memory: POD_UNSCHEDULABLE
sched/Pod/gpu: POD_UNSCHEDULABLE
sched/Pod/selector: POD_UNSCHEDULABLE
sched/Pod/naff: POD_UNSCHEDULABLE
sched/Pod/master: POD_UNSCHEDULABLE
sched/Pod/apart-2: POD_UNSCHEDULABLE
sched/Pod/alone: POD_UNSCHEDULABLE
sched/Pod/spread: POD_UNSCHEDULABLE
sched/Pod/port-3: POD_UNSCHEDULABLE
sched/Pod/gated: POD_UNSCHEDULABLE
sched/Pod/noscheduler: POD_UNSCHEDULABLE
sched/Pod/noclaim: POD_VOLUME_PENDING POD_UNSCHEDULABLE
sched/Pod/unbound: CLAIM_PENDING POD_UNSCHEDULABLE
sched/PersistentVolumeClaim/fast: CLAIM_PENDING
sched/PersistentVolumeClaim/manual: CLAIM_PENDING
sched/PersistentVolumeClaim/lazy: CLAIM_PENDING
sched/Pod/port-0:
config/Pod/nomap: POD_CONFIG_ERROR
config/Pod/nosecret: POD_CONFIG_ERROR
config/Pod/nokey: POD_CONFIG_ERROR
config/Pod/nokeysecret: POD_CONFIG_ERROR
config/Pod/nonroot: POD_CONFIG_ERROR
config/Pod/badcommand: POD_CONFIG_ERROR
config/Pod/badexec: POD_CONFIG_ERROR
config/Pod/hook: POD_CONFIG_ERROR POD_CRASH_LOOP
config/Pod/notfound: POD_CRASH_LOOP
config/Pod/optional:
probe/Pod/liveness-exec: POD_PROBE_FAILED POD_CRASH_LOOP
probe/Pod/liveness-http: POD_PROBE_FAILED POD_CRASH_LOOP
probe/Pod/startup-kills: POD_PROBE_FAILED POD_CRASH_LOOP
probe/Pod/startup-http: POD_PROBE_FAILED
probe/Pod/readiness-http: POD_PROBE_FAILED
probe/Pod/readiness-tcp: POD_PROBE_FAILED
probe/Pod/readiness-exec: POD_PROBE_FAILED
probe/Pod/readiness-slow: POD_PROBE_FAILED
probe/Pod/grpc: POD_PROBE_FAILED
probe/Pod/readiness-late: POD_NOT_READY
probe/Pod/gate: POD_NOT_READY
probe/Pod/recovered:
init/Pod/myapp-pod: POD_INIT_BLOCKED
init/Pod/second: POD_INIT_BLOCKED
init/Pod/sidecarslow: POD_PROBE_FAILED POD_INIT_BLOCKED
init/Pod/initfail: POD_INIT_FAILED
init/Pod/initnever: POD_INIT_FAILED
init/Pod/initoom: POD_OOM_KILLED
init/Pod/initimage: POD_IMAGE_PULL
init/Pod/initconfig: POD_CONFIG_ERROR
init/Pod/sidecarcrash: POD_CRASH_LOOP
init/Pod/sidecardone: POD_CONTAINER_EXITED
init/Pod/sidecar:
volume/Pod/nomap: POD_VOLUME_PENDING
volume/Pod/nosecret: POD_VOLUME_PENDING
volume/Pod/nokey: POD_VOLUME_PENDING
volume/Pod/hostpath: POD_VOLUME_PENDING
volume/Pod/nfs: POD_VOLUME_PENDING
volume/Pod/late: POD_VOLUME_PENDING
gone/Pod/sandbox: POD_SANDBOX_INVALID
gone/Pod/evicted: POD_EVICTED
gone/Pod/drained: POD_EVICTED POD_TERMINATING
gone/Pod/deadline: POD_REJECTED
gone/Pod/outofcpu: POD_REJECTED
gone/Pod/nodeaffinity: POD_REJECTED
gone/Pod/stubborn: POD_TERMINATING
gone/Pod/held: POD_TERMINATING
gone/Pod/nonode:
gone/Pod/absent: POD_MISSING
gone/Service/absent: OBJECT_MISSING
gone/Node/gherkind-proto-worker:
service/Service/typo: SERVICE_NO_ENDPOINTS
service/Service/mydb: SERVICE_NO_ENDPOINTS
service/Service/badport: SERVICE_NO_ENDPOINTS
service/Service/slow: POD_PROBE_FAILED SERVICE_NO_ENDPOINTS
service/Service/good:
service/Service/goodport:
service/Service/external:
work/Deployment/crash: POD_CRASH_LOOP WORKLOAD_STUCK
work/Deployment/rollout: POD_IMAGE_PULL WORKLOAD_STUCK
work/Deployment/paused: WORKLOAD_STUCK
work/Deployment/good:
work/Deployment/zero:
work/StatefulSet/set: POD_PROBE_FAILED WORKLOAD_STUCK
work/DaemonSet/daemon: POD_IMAGE_PULL WORKLOAD_STUCK
work/Job/fails: POD_CONTAINER_EXITED WORKLOAD_STUCK
work/Job/late: WORKLOAD_STUCK
work/Job/done:
quota/Deployment/web: QUOTA_EXCEEDED WORKLOAD_STUCK
quota2/Deployment/web: QUOTA_EXCEEDED WORKLOAD_STUCK
psa/Deployment/web: ADMISSION_DENIED WORKLOAD_STUCK
nosa/Deployment/web: ADMISSION_DENIED WORKLOAD_STUCK
limits/Deployment/web: ADMISSION_DENIED WORKLOAD_STUCK
second end: POD_CRASH_LOOP
failed for good: POD_CONTAINER_EXITED
probe of the past: POD_NOT_READY
just back: POD_CONTAINER_EXITED
child killed: POD_CRASH_LOOP
mount overcome: POD_IMAGE_PULL
quota of the past: WORKLOAD_STUCK
node lost, pod: NODE_NOT_READY POD_TERMINATING
healed/Pod/late:
healed/Pod/port-3:
healed/Pod/nomap:
healed/Pod/myapp-pod:
healed/Deployment/web:
`

// situation returns an object of a recording, such as `oom/Pod/memory-hog`, or one that was constructed for a test, see made.
func situation(t testing.TB, where string) (Facts, Subject) {
	t.Helper()
	if made, ok := made()[where]; ok {
		return made(t)
	}
	if c, ok := otherKinds[where]; ok {
		facts := moment{objects: c.objects}.facts(t)
		facts.Listed, facts.Network = c.listed, c.network
		return facts, c.subject
	}
	parts := strings.SplitN(where, "/", 3)
	facts := recorded(t, parts[0])
	for _, o := range facts.Objects {
		if o.GetKind() == parts[1] && o.GetName() == parts[2] {
			return facts, nameOf(o)
		}
	}
	return facts, Subject{Kind: parts[1], Namespace: "h5-" + parts[0], Name: parts[2]}
}

// TestAnEvictedPodThatIsGone is explained by its eviction, then by its absence.
func TestAnEvictedPodThatIsGone(t *testing.T) {
	facts, pod := situation(t, "gone/Pod/evicted")
	facts.Gone = append(facts.Gone, find(t, facts, "Pod", pod.Name))
	facts = without(facts, func(o *unstructured.Unstructured) bool { return nameOf(o) == pod })
	found := Why(facts, pod)
	if len(found) != 2 || found[0].Code != PodEvicted || found[1].Code != PodMissing {
		t.Errorf("got %+v", found)
	}
}

// TestAKilledChild: the hint mentions the memory limit even if the runtime does not.
func TestAKilledChild(t *testing.T) {
	facts, pod := situation(t, "child killed")
	if found := Why(facts, pod); !strings.Contains(found[0].Hint, "memory limit of 100Mi") {
		t.Errorf("got %+v", found[0])
	}
	facts, pod = situation(t, "crash/Pod/panics")
	if found := Why(facts, pod); strings.Contains(found[0].Hint, "memory") {
		t.Errorf("without a kill: %+v", found[0])
	}
}
