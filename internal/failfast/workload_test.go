package failfast

import (
	"fmt"
	"testing"
	"time"
)

// replica is a pod of the deployment "d", through its ReplicaSet.
func replica(name, image, state string) string {
	return fmt.Sprintf("{apiVersion: v1, kind: Pod, metadata: {name: %s, namespace: a, uid: %[1]s, labels: {app: d}, ownerReferences: [{controller: true, kind: ReplicaSet, name: r, uid: r}]}, "+
		"spec: {nodeName: n1, containers: [{name: ctr, image: %s}]}, status: {containerStatuses: [{name: ctr, state: {%s}}]}}", name, image, state)
}

func deployment(image string, observed int, conditions string) string {
	return fmt.Sprintf("{apiVersion: apps/v1, kind: Deployment, metadata: {name: d, namespace: a, uid: d, generation: 2}, "+
		"spec: {template: {spec: {containers: [{name: ctr, image: %s}]}}}, status: {observedGeneration: %d, conditions: [%s]}}", image, observed, conditions)
}

const replicaSet = "{apiVersion: apps/v1, kind: ReplicaSet, metadata: {name: r, namespace: a, uid: r, ownerReferences: [{controller: true, kind: Deployment, name: d, uid: d}]}}"

func TestWorkloads(t *testing.T) {
	const bad, good = "waiting: {reason: InvalidImageName, message: 'A: no'}", "running: {}"
	const late = "{type: Progressing, status: 'False', reason: ProgressDeadlineExceeded}"
	const svc = "{apiVersion: v1, kind: Service, metadata: {name: s, namespace: a, uid: s}, spec: {selector: {app: d}}}"
	job := func(condition, status string) string {
		return fmt.Sprintf("{apiVersion: batch/v1, kind: Job, metadata: {name: j, namespace: a, uid: j}, status: {conditions: [{type: %s, status: '%s', reason: BackoffLimitExceeded}]}}", condition, status)
	}
	broken := []string{replicaSet, "@61s " + replica("p", "A", bad), "@62s " + replica("q", "A", bad)}
	with := func(docs []string, more ...string) []string { return append(append([]string{}, docs...), more...) }
	for name, c := range map[string]struct {
		goal Goal
		docs []string
		want time.Duration
	}{
		"all replicas":                      {Up, with(broken, deployment("A", 2, "")), 2 * time.Second},
		"all but one":                       {Up, with(broken, replica("o", "A", good), deployment("A", 2, "")), hope},
		"the spec was just corrected":       {Up, with(broken, deployment("B", 1, "")), hope},
		"corrected, and seen":               {Up, with(broken, deployment("B", 2, "")), hope},
		"a bad rollout over good replicas":  {Complete, with(broken, replica("o", "old", good), deployment("A", 2, "")), 2 * time.Second},
		"the same, to be ready":             {Up, with(broken, replica("o", "old", good), deployment("A", 2, "")), hope},
		"a good rollout over bad replicas":  {Complete, with(broken, deployment("B", 2, "")), hope},
		"no replicas yet":                   {Up, []string{deployment("A", 2, "")}, hope},
		"the ReplicaSet is unknown":         {Up, with(broken[1:], deployment("A", 2, "")), hope},
		"deadline exceeded":                 {Up, []string{"@70s " + deployment("A", 2, late)}, 10*time.Second + DeadlineGrace},
		"deadline exceeded long ago":        {Up, []string{"@1s " + deployment("A", 2, late)}, DeadlineGrace},
		"exceeded, but a pod is moving":     {Up, []string{replicaSet, "@61s " + deployment("A", 2, late), "@80s " + replica("p", "A", "waiting: {reason: ContainerCreating}"), "@61s " + deployment("A", 2, late)}, 20*time.Second + DeadlineGrace},
		"exceeded for the spec before":      {Up, []string{deployment("A", 1, late)}, hope},
		"the endpoints of bad replicas":     {Up, with(broken, deployment("A", 2, ""), svc), 2 * time.Second},
		"the endpoints, one is good":        {Up, with(broken, replica("o", "A", good), deployment("A", 2, ""), svc), hope},
		"the endpoints, replaced soon":      {Up, with(broken, deployment("B", 2, ""), svc), hope},
		"the endpoints of nobody":           {Up, []string{svc}, hope},
		"a job that failed":                 {Complete, []string{"@61s " + job("Failed", "True")}, time.Second},
		"a job that is about to fail":       {Complete, []string{job("FailureTarget", "True")}, hope},
		"a job that is suspended":           {Complete, []string{job("Suspended", "True")}, hope},
		"a job, failed once, not any more?": {Complete, []string{job("Failed", "False")}, hope},
	} {
		t.Run(name, func(t *testing.T) {
			if r := judge(t, c.goal, c.docs...); after(r) != c.want {
				t.Errorf("it counts after %s, want %s: %q", after(r), c.want, r.Why)
			}
		})
	}
}
