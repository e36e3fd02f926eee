package explain

import (
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"sigs.k8s.io/yaml"
)

// moment is one of the states in which a failure may be observed.
type moment struct{ objects, gone string }

// at is the time of all moments.
var at = time.Date(2026, 11, 28, 12, 0, 30, 0, time.UTC)

func (m moment) facts(t testing.TB) Facts {
	t.Helper()
	return Facts{Now: at, Objects: documents(t, m.objects), Gone: documents(t, m.gone)}
}

func documents(t testing.TB, text string) []*unstructured.Unstructured {
	t.Helper()
	var out []*unstructured.Unstructured
	for _, doc := range strings.Split(text, "\n---\n") {
		if strings.TrimSpace(doc) == "" {
			continue
		}
		obj := &unstructured.Unstructured{}
		data, err := yaml.YAMLToJSON([]byte(doc))
		if err == nil {
			err = obj.UnmarshalJSON(data)
		}
		if err != nil {
			t.Fatalf("%v in %s", err, doc)
		}
		out = append(out, obj)
	}
	return out
}

// sameFailures are failures, each in several states and with the one expected code.
func sameFailures() map[string]struct {
	subject Subject
	code    string
	moments []moment
} {
	const (
		failedJob = `
apiVersion: batch/v1
kind: Job
metadata: {name: sum, namespace: demo, uid: j}
spec: {backoffLimit: 1, template: {spec: {restartPolicy: OnFailure}}}
status: {failed: 1, conditions: [{type: FailureTarget, status: "True", reason: BackoffLimitExceeded}, {type: Failed, status: "True", reason: BackoffLimitExceeded}]}
`
		jobPod = `
apiVersion: v1
kind: Pod
metadata: {name: sum-1, namespace: demo, uid: p, ownerReferences: [{kind: Job, name: sum, uid: j, controller: true}]DELETED}
spec: {nodeName: worker, restartPolicy: OnFailure, containers: [{name: main, image: busybox}]}
status: {phase: PHASE, containerStatuses: [{name: main, restartCount: 2, containerID: "containerd://1", state: {STATE}, lastState: {terminated: {exitCode: 3, reason: Error, finishedAt: "2026-11-28T12:00:05Z"}}}]}
`
		deleted = `, deletionTimestamp: "2026-11-28T12:00:40Z", deletionGracePeriodSeconds: 30`
		end     = `terminated: {exitCode: CODE, reason: Error, finishedAt: "2026-11-28T12:00:TIMEZ"}`
	)
	job := func(deletion, phase, state string) string {
		return strings.NewReplacer("DELETED", deletion, "PHASE", phase, "STATE", state).Replace(jobPod)
	}
	ended := func(code, second string) string {
		return strings.NewReplacer("CODE", code, "TIME", second).Replace(end)
	}
	late := `
apiVersion: batch/v1
kind: Job
metadata: {name: sum, namespace: demo, uid: j}
spec: {activeDeadlineSeconds: 5, template: {spec: {restartPolicy: OnFailure}}}
status: {conditions: [{type: FailureTarget, status: "True", reason: DeadlineExceeded}, {type: Failed, status: "True", reason: DeadlineExceeded}]}
`
	runs := func(deletion, state string) string {
		return strings.Replace(strings.Replace(job(deletion, "Running", state), "restartCount: 2", "restartCount: 0", 1),
			`lastState: {terminated: {exitCode: 3, reason: Error, finishedAt: "2026-11-28T12:00:05Z"}}`, "ready: false", 1)
	}
	running := `running: {startedAt: "2026-11-28T12:00:08Z"}`
	return map[string]struct {
		subject Subject
		code    string
		moments []moment
	}{
		"a job whose pods it deletes": {Subject{"Job", "demo", "sum"}, PodCrashLoop, []moment{
			{failedJob + "---" + job("", "Running", `waiting: {reason: CrashLoopBackOff}`), ""},
			{failedJob + "---" + job(deleted, "Running", running), ""},
			{failedJob + "---" + job(deleted, "Running", `waiting: {reason: CrashLoopBackOff}`), ""},
			{failedJob + "---" + job(deleted, "Failed", ended("143", "11")), ""},
			{failedJob, job(deleted, "Running", running)},
			{failedJob, job(deleted, "Failed", ended("137", "40"))},
			{failedJob, job(deleted, "Failed", ended("143", "10"))},
			{failedJob, job(deleted, "Failed", ended("3", "09"))},
		}},
		"a job whose time is up": {Subject{"Job", "demo", "sum"}, WorkloadStuck, []moment{
			{late + "---" + runs("", running), ""},
			{late + "---" + runs("", "waiting: {reason: ContainerCreating}"), ""},
			{late + "---" + runs(deleted, running), ""},
			{late + "---" + runs(deleted, ended("137", "12")), ""},
			{late, runs(deleted, running)},
			{late, ""},
		}},
		"a service whose pod goes": {Subject{"Service", "demo", "web"}, ServiceNoEndpoints, []moment{
			{service + "---" + webPod(deleted, running), ""},
			{service, webPod(deleted, running)},
			{service, ""},
		}},
		"pods of one deployment, each in another state": {Subject{"Deployment", "demo", "web"}, PodCrashLoop, []moment{
			{deployment + states("Starting", "Loop", "Exited"), ""},
			{deployment + states("Loop", "Exited", "Starting"), ""},
			{deployment + states("Exited", "Leaving", "Loop"), ""},
			{deployment + states("Leaving", "Starting", "Loop"), ""},
		}},
		"a statefulset that an old pod holds": {Subject{"StatefulSet", "demo", "db"}, WorkloadStuck, []moment{
			{stateful("waiting: {reason: ErrImagePull, message: no such host}"), ""},
			{stateful("waiting: {reason: CrashLoopBackOff}"), ""},
			{stateful(running), ""},
			{stateful("waiting: {reason: CreateContainerConfigError}"), ""},
		}},
		"a claim that the scheduler never sees": {Subject{"Pod", "demo", "app"}, ClaimPending, []moment{
			{placed, ""},
			{placed + consumer, ""},
			{placed + consumer + "---" + unattached, ""},
		}},
		"a readiness probe of what crashes": {Subject{"Pod", "demo", "web-0"}, PodCrashLoop, []moment{
			{probed("waiting: {reason: CrashLoopBackOff}"), ""},
			{probed(`running: {startedAt: "2026-11-28T12:00:29Z"}`), ""},
			{probed(`running: {startedAt: "2026-11-28T12:00:10Z"}`), ""},
		}},
		"an account that came a moment late": {Subject{"Job", "demo", "sum"}, PodContainerExited, []moment{
			{lateAccount("", ""), ""},
			{lateAccount("refused", ""), ""},
			{lateAccount("refused", "created"), ""},
		}},
	}
}

// TestTheCodeDoesNotDependOnTheMoment, nor on the order of the observations.
func TestTheCodeDoesNotDependOnTheMoment(t *testing.T) {
	for name, f := range sameFailures() {
		for i, m := range f.moments {
			facts := m.facts(t)
			first := ""
			for range 10 {
				rand.Shuffle(len(facts.Objects), func(a, b int) { facts.Objects[a], facts.Objects[b] = facts.Objects[b], facts.Objects[a] })
				rand.Shuffle(len(facts.Gone), func(a, b int) { facts.Gone[a], facts.Gone[b] = facts.Gone[b], facts.Gone[a] })
				var b strings.Builder
				found := Why(facts, f.subject)
				for _, one := range found {
					write(&b, one)
				}
				if len(found) == 0 || found[0].Code != f.code {
					t.Errorf("%s, moment %d: the first code is not %s:\n%s", name, i, f.code, b.String())
					break
				}
				if first == "" {
					first = b.String()
				}
				if b.String() != first {
					t.Errorf("%s, moment %d: the words differ:\n%s\nand\n%s", name, i, first, b.String())
					break
				}
			}
		}
	}
}

// TestWhatIsUnwellHasOneOrder, even if two namespaces have objects of the same name.
func TestWhatIsUnwellHasOneOrder(t *testing.T) {
	facts := moment{objects: service + "---" + strings.ReplaceAll(service, "demo", "other")}.facts(t)
	for range 20 {
		all := AllUnwell(facts, []string{"demo", "other"})
		if len(all) != 2 || all[0].Subject.Namespace != "demo" {
			t.Fatalf("got %+v", all)
		}
	}
}

const service = `
apiVersion: v1
kind: Service
metadata: {name: web, namespace: demo, uid: s}
spec: {selector: {app: web}, ports: [{port: 80}]}
`

func webPod(deletion, state string) string {
	return strings.NewReplacer("DELETED", deletion, "STATE", state).Replace(`
apiVersion: v1
kind: Pod
metadata: {name: web-0, namespace: demo, uid: w, labels: {app: web}DELETED}
spec: {nodeName: worker, containers: [{name: main, image: nginx}]}
status: {phase: Running, containerStatuses: [{name: main, restartCount: 0, containerID: "containerd://1", state: {STATE}}]}
`)
}

const deployment = `
apiVersion: apps/v1
kind: Deployment
metadata: {name: web, namespace: demo, uid: d, generation: 1}
spec: {replicas: 3}
status: {observedGeneration: 1, replicas: 3, updatedReplicas: 3}
---
apiVersion: apps/v1
kind: ReplicaSet
metadata: {name: web-1, namespace: demo, uid: r, annotations: {deployment.kubernetes.io/revision: "1"}, ownerReferences: [{kind: Deployment, name: web, uid: d, controller: true}]}
spec: {replicas: 3}
`

// states returns pods of the deployment, called a, b, c.
func states(names ...string) string {
	var b strings.Builder
	for i, name := range names {
		deletion, status := "", map[string]string{
			"Starting": `restartCount: 0, state: {waiting: {reason: ContainerCreating}}`,
			"Loop":     `restartCount: 3, containerID: x, state: {waiting: {reason: CrashLoopBackOff}}, lastState: {terminated: {exitCode: 1, reason: Error, finishedAt: "2026-11-28T12:00:20Z"}}`,
			"Exited":   `restartCount: 0, containerID: x, state: {terminated: {exitCode: 1, reason: Error, finishedAt: "2026-11-28T12:00:20Z"}}`,
			"Leaving":  `restartCount: 0, containerID: x, state: {running: {startedAt: "2026-11-28T12:00:08Z"}}`,
		}[name]
		if name == "Leaving" {
			deletion = `, deletionTimestamp: "2026-11-28T12:00:40Z", deletionGracePeriodSeconds: 30`
		}
		b.WriteString(strings.NewReplacer("NAME", "web-1-"+string(rune('a'+i)), "DELETED", deletion, "STATUS", status).Replace(`---
apiVersion: v1
kind: Pod
metadata: {name: NAME, namespace: demo, uid: NAME, ownerReferences: [{kind: ReplicaSet, name: web-1, uid: r, controller: true}]DELETED}
spec: {nodeName: worker, containers: [{name: main, image: nginx}]}
status: {phase: Running, containerStatuses: [{name: main, STATUS}]}
`))
	}
	return b.String()
}

func stateful(state string) string {
	return strings.Replace(`
apiVersion: apps/v1
kind: StatefulSet
metadata: {name: db, namespace: demo, uid: s, generation: 2}
spec: {replicas: 1}
status: {observedGeneration: 2, replicas: 1, currentRevision: db-1, updateRevision: db-2}
---
apiVersion: v1
kind: Pod
metadata: {name: db-0, namespace: demo, uid: p, labels: {controller-revision-hash: db-1}, ownerReferences: [{kind: StatefulSet, name: db, uid: s, controller: true}]}
spec: {nodeName: worker, containers: [{name: main, image: nginx}]}
status: {phase: Pending, containerStatuses: [{name: main, restartCount: 0, state: {STATE}}]}
`, "STATE", state, 1)
}

const (
	placed = `
apiVersion: v1
kind: Pod
metadata: {name: app, namespace: demo, uid: p, creationTimestamp: "2026-11-28T12:00:00Z"}
spec: {nodeName: worker, containers: [{name: main, image: nginx}], volumes: [{name: data, persistentVolumeClaim: {claimName: data}}]}
status: {phase: Pending, conditions: [{type: PodScheduled, status: "True"}]}
---
apiVersion: v1
kind: PersistentVolumeClaim
metadata: {name: data, namespace: demo, uid: c}
status: {phase: Pending}
`
	consumer = `---
apiVersion: v1
kind: Event
metadata: {name: e1, namespace: demo, resourceVersion: "1"}
involvedObject: {kind: PersistentVolumeClaim, name: data, namespace: demo, uid: c}
reason: WaitForFirstConsumer
message: waiting for first consumer to be created before binding
lastTimestamp: "2026-11-28T12:00:01Z"
`
	unattached = `
apiVersion: v1
kind: Event
metadata: {name: e2, namespace: demo, resourceVersion: "2"}
involvedObject: {kind: Pod, name: app, namespace: demo, uid: p}
reason: FailedMount
message: "Unable to attach or mount volumes: unmounted volumes=[data]: error processing PVC n/data: PVC is not bound"
lastTimestamp: "2026-11-28T12:00:25Z"
`
)

func probed(state string) string {
	return strings.Replace(`
apiVersion: v1
kind: Pod
metadata: {name: web-0, namespace: demo, uid: p}
spec: {nodeName: worker, containers: [{name: main, image: nginx, readinessProbe: {exec: {command: ["false"]}}}]}
status: {phase: Running, containerStatuses: [{name: main, restartCount: 3, started: true, containerID: x, state: {STATE}, lastState: {terminated: {exitCode: 1, reason: Error, finishedAt: "2026-11-28T12:00:05Z"}}}]}
---
apiVersion: v1
kind: Event
metadata: {name: e, namespace: demo, resourceVersion: "1"}
involvedObject: {kind: Pod, name: web-0, namespace: demo, uid: p, fieldPath: "spec.containers{main}"}
reason: Unhealthy
message: "Readiness probe failed: "
lastTimestamp: "2026-11-28T12:00:30Z"
`, "STATE", state, 1)
}

// lateAccount is a Job whose first pod was refused and whose second pod ended with an error.
func lateAccount(refused, created string) string {
	text := `
apiVersion: batch/v1
kind: Job
metadata: {name: sum, namespace: demo, uid: j}
spec: {template: {spec: {restartPolicy: Never}}}
status: {failed: 1}
---
apiVersion: v1
kind: Pod
metadata: {name: sum-1, namespace: demo, uid: p, creationTimestamp: "2026-11-28T12:00:02Z", ownerReferences: [{kind: Job, name: sum, uid: j, controller: true}]}
spec: {nodeName: worker, restartPolicy: Never, containers: [{name: main, image: busybox}]}
status: {phase: Failed, containerStatuses: [{name: main, restartCount: 0, containerID: x, state: {terminated: {exitCode: 4, reason: Error, finishedAt: "2026-11-28T12:00:05Z"}}}]}
`
	for version, reason := range []string{refused, created} {
		if reason == "" {
			continue
		}
		text += strings.NewReplacer("VERSION", string(rune('1'+version)),
			"REASON", map[string]string{"refused": "FailedCreate", "created": "SuccessfulCreate"}[reason]).Replace(`---
apiVersion: v1
kind: Event
metadata: {name: eVERSION, namespace: demo, resourceVersion: "VERSION"}
involvedObject: {kind: Job, name: sum, namespace: demo, uid: j}
reason: REASON
message: "Error creating: pods \"sum-\" is forbidden: error looking up service account n/default: serviceaccount \"default\" not found"
lastTimestamp: "2026-11-28T12:00:01Z"
`)
	}
	return text
}
