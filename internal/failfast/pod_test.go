package failfast

import (
	"fmt"
	"testing"
	"time"
)

const hope = -1 * time.Nanosecond

// pod is a version of the pod "web": rest is added to its spec, status is YAML.
func pod(meta, spec, status string) string {
	return fmt.Sprintf("{apiVersion: v1, kind: Pod, metadata: {name: web, namespace: a, uid: web%s}, spec: {%s}, status: {%s}}", meta, spec, status)
}

func waits(reason, message string) string {
	return fmt.Sprintf("containerStatuses: [{name: ctr, state: {waiting: {reason: %s, message: '%s'}}}]", reason, message)
}

func pullFailed(name string, count int) string {
	return fmt.Sprintf(`{apiVersion: v1, kind: Event, metadata: {name: %s, namespace: a, uid: %[1]s}, reason: Failed, count: %d,
  message: 'Failed to pull image "ngnix": not found', involvedObject: {kind: Pod, namespace: a, name: web, uid: web, fieldPath: 'spec.containers{ctr}'}}`, name, count)
}

const placed = "nodeName: n1, containers: [{name: ctr, image: ngnix}]"

func TestPods(t *testing.T) {
	configError := func(message string) string { return pod("", placed, waits("CreateContainerConfigError", message)) }
	noMap, noKey := configError(`configmap "settings" not found`), configError(`couldn''t find key k in ConfigMap a/settings`)
	backOff := pod("", placed, waits("ImagePullBackOff", `Back-off pulling image "ngnix"`))
	pulling := pod("", placed, waits("ErrImagePull", "x"))
	noStart := pod("", placed, waits("RunContainerError", "exec: not found"))
	loops := pod("", placed, "containerStatuses: [{name: ctr, state: {waiting: {reason: CrashLoopBackOff}}, lastState: {terminated: {reason: StartError, exitCode: 128}}}]")
	crashes := pod("", placed, "containerStatuses: [{name: ctr, state: {waiting: {reason: CrashLoopBackOff}}, lastState: {terminated: {reason: Error, exitCode: 1}}}]")
	runs := pod("", placed, "containerStatuses: [{name: ctr, state: {running: {}}}]")
	const leaving, gone = ", deletionTimestamp: '2026-01-01T00:00:00Z'", ", annotations: {gone: ''}"
	const owner = ", ownerReferences: [{controller: true, kind: %s, name: o, uid: o}]"
	for name, c := range map[string]struct {
		goal Goal
		docs []string
		want time.Duration // time since the start of the wait
	}{
		"invalid image name":                      {Up, []string{"@61s " + pod("", placed, waits("InvalidImageName", "ngnix: bad"))}, time.Second},
		"invalid before the wait":                 {Up, []string{"@10s " + pod("", placed, waits("InvalidImageName", "ngnix: bad"))}, Settle},
		"invalid, about an earlier image":         {Up, []string{pod("", placed, waits("InvalidImageName", "old name: bad"))}, hope},
		"three failed pulls":                      {Up, []string{"@10s " + pullFailed("e", 1), "@65s " + pullFailed("e", 3), backOff}, 5 * time.Second},
		"three failed pulls, told apart":          {Up, []string{pullFailed("e", 2), "@70s " + pullFailed("f", 1), backOff}, 10 * time.Second},
		"three by status alone":                   {Up, []string{pulling, backOff, pulling, backOff, "@70s " + pulling}, 10 * time.Second},
		"two failed pulls":                        {Up, []string{pullFailed("e", 2), backOff}, hope},
		"one pull, seen in many versions":         {Up, []string{pulling, pulling, pulling, pulling}, hope},
		"three, none in the wait":                 {Up, []string{"@10s " + pullFailed("e", 3), "@11s " + backOff}, hope},
		"three, and then it came":                 {Up, []string{pullFailed("e", 3), backOff, runs}, hope},
		"three of the image before":               {Up, []string{pullFailed("e", 3), pod("", "nodeName: n1, containers: [{name: ctr, image: nginx}]", waits("ErrImagePull", "x"))}, hope},
		"three of another pod of that name":       {Up, []string{pullFailed("e", 3), pod("2", placed, waits("ErrImagePull", "x"))}, hope},
		"no ConfigMap":                            {Up, []string{"@62s " + noMap}, 2*time.Second + ConfigGrace},
		"no ConfigMap for long":                   {Up, []string{"@1s " + noMap, "@50s " + noMap}, ConfigGrace},
		"no ConfigMap, then no key":               {Up, []string{"@61s " + noMap, "@70s " + noKey}, 10*time.Second + ConfigGrace},
		"another config error":                    {Up, []string{configError("container has runAsNonRoot and image will run as root")}, hope},
		"it had its ConfigMap in between":         {Up, []string{"@61s " + noMap, runs, "@80s " + noMap}, 20*time.Second + ConfigGrace},
		"it cannot be started":                    {Up, []string{"@61s " + noStart, "@75s " + loops}, time.Second + ConfigGrace},
		"it starts and crashes":                   {Up, []string{crashes}, hope},
		"it ran once":                             {Up, []string{"@61s " + noStart, runs, "@90s " + loops}, 30*time.Second + ConfigGrace},
		"Failed":                                  {Up, []string{"@61s " + pod("", placed, "phase: Failed")}, time.Second},
		"Failed before the wait":                  {Up, []string{"@1s " + pod("", placed, "phase: Failed")}, Settle},
		"Succeeded, to be ready":                  {Up, []string{"@61s " + pod("", placed, "phase: Succeeded")}, time.Second},
		"Succeeded, to be complete":               {Complete, []string{pod("", placed, "phase: Succeeded")}, hope},
		"Failed, to be complete":                  {Complete, []string{"@61s " + pod("", placed, "phase: Failed")}, time.Second},
		"Failed, on its way out":                  {Up, []string{"@63s " + pod(leaving, placed, "phase: Failed")}, 3 * time.Second},
		"it runs, on its way out":                 {Up, []string{"@62s " + pod(leaving, placed, ""), "@68s " + pod(leaving, placed, "")}, 2 * time.Second},
		"on its way out before the wait":          {Up, []string{"@9s " + pod(leaving, placed, "")}, Settle},
		"on its way out, to be complete":          {Complete, []string{"@62s " + pod(leaving, placed, "")}, 2 * time.Second},
		"on its way out, to change":               {Change, []string{pod(leaving, placed, "")}, hope},
		"gone, to change":                         {Change, []string{runs, "@62s " + pod(leaving, placed, ""), "@70s " + pod(leaving+gone, placed, "")}, 10*time.Second + Settle},
		"gone before the wait, to change":         {Change, []string{"@1s " + runs, "@5s " + pod(leaving+gone, placed, "")}, Settle},
		"gone, of a StatefulSet, to change":       {Change, []string{pod(leaving+gone+fmt.Sprintf(owner, "StatefulSet"), placed, "")}, hope},
		"gone, and made again, to change":         {Change, []string{"@62s " + pod(leaving+gone, placed, ""), "@63s " + runs}, hope},
		"gone":                                    {Up, []string{runs, "@62s " + pod(leaving, placed, ""), "@70s " + pod(leaving+gone, placed, "")}, 2 * time.Second},
		"gone at once":                            {Up, []string{runs, "@70s " + pod(gone, placed, "")}, 10 * time.Second},
		"gone, and made again":                    {Up, []string{"@62s " + pod(leaving+gone, placed, ""), "@63s " + runs}, hope},
		"going, of a StatefulSet":                 {Up, []string{pod(leaving+fmt.Sprintf(owner, "StatefulSet"), placed, "")}, hope},
		"gone, of a StatefulSet":                  {Up, []string{pod(leaving+gone+fmt.Sprintf(owner, "StatefulSet"), placed, "")}, hope},
		"going, of a ReplicaSet":                  {Up, []string{"@62s " + pod(leaving+fmt.Sprintf(owner, "ReplicaSet"), placed, "")}, 2 * time.Second},
		"going, of somebody who is no controller": {Up, []string{pod(leaving+", ownerReferences: [{kind: Team, name: o, uid: o}]", placed, "")}, hope},
		"Failed, of a Job":                        {Up, []string{"@61s " + pod(fmt.Sprintf(owner, "Job"), placed, "phase: Failed")}, time.Second},
		"Failed, of a StatefulSet":                {Up, []string{pod(fmt.Sprintf(owner, "StatefulSet"), placed, "phase: Failed")}, hope},
		"Succeeded, to change":                    {Change, []string{"@61s " + pod("", placed, "phase: Succeeded")}, time.Second + Settle},
		"Succeeded long ago, to change":           {Change, []string{"@1s " + pod("", placed, "phase: Succeeded")}, Settle},
		"Failed while a container runs":           {Change, []string{"@61s " + pod("", placed, "phase: Failed, containerStatuses: [{name: ctr, state: {running: {}}}]")}, hope},
		"Failed, and then its container":          {Change, []string{"@61s " + pod("", placed, "phase: Failed, containerStatuses: [{name: ctr, state: {running: {}}}]"), "@70s " + pod("", placed, "phase: Failed, containerStatuses: [{name: ctr, state: {terminated: {exitCode: 1}}}]")}, 10*time.Second + Settle},
		"Failed, of a StatefulSet, change":        {Change, []string{pod(fmt.Sprintf(owner, "StatefulSet"), placed, "phase: Failed")}, hope},
		"it crashes, to change":                   {Change, []string{crashes}, hope},
		"invalid image name, to change":           {Change, []string{pod("", placed, waits("InvalidImageName", "ngnix: bad"))}, hope},
		"it runs":                                 {Up, []string{runs}, hope},
		"its controller was never seen":           {Up, []string{pod(fmt.Sprintf(owner, "Job"), placed, waits("InvalidImageName", "ngnix: bad"))}, hope},
	} {
		t.Run(name, func(t *testing.T) {
			if r := judge(t, c.goal, c.docs...); after(r) != c.want {
				t.Errorf("it counts after %s, want %s: %q", after(r), c.want, r.Why)
			}
		})
	}
}

func node(name, labels, allocatable, more string) string {
	return fmt.Sprintf("{apiVersion: v1, kind: Node, metadata: {name: %s, uid: %[1]s, labels: {%s}}, status: {allocatable: {%s}}%s}", name, labels, allocatable, more)
}

func TestUnschedulable(t *testing.T) {
	const no = "conditions: [{type: PodScheduled, status: 'False', reason: Unschedulable}]"
	const ssd, huge = "nodeSelector: {disk: ssd}", "containers: [{name: c, resources: {requests: {cpu: 3}}}]"
	const size = "cpu: 2, memory: 4Gi, ephemeral-storage: 9Gi"
	plain := node("n1", "disk: hdd", size, "")
	for name, c := range map[string]struct {
		docs []string
		want time.Duration
	}{
		"no node has the label":          {[]string{plain, "@61s " + pod("", ssd, no)}, time.Second + NodeGrace},
		"no node had it for long":        {[]string{plain, "@1s " + pod("", ssd, no)}, NodeGrace},
		"a tainted node has it":          {[]string{node("n1", "disk: ssd", size, ", spec: {taints: [{key: k, effect: NoSchedule}]}"), pod("", ssd, no)}, hope},
		"a cordoned node has it":         {[]string{node("n1", "disk: ssd", size, ", spec: {unschedulable: true}"), pod("", ssd, no)}, hope},
		"the label came":                 {[]string{plain, node("n1", "disk: ssd", size, ""), pod("", ssd, no)}, hope},
		"no node is known":               {[]string{pod("", ssd, no)}, hope},
		"the scheduler has not spoken":   {[]string{plain, pod("", ssd, "")}, hope},
		"it is gated":                    {[]string{plain, pod("", ssd+", schedulingGates: [{name: g}]", no)}, hope},
		"another scheduler's":            {[]string{plain, pod("", ssd+", schedulerName: mine", no)}, hope},
		"too large for all":              {[]string{plain, node("n2", "", size, ""), "@61s " + pod("", huge, no)}, time.Second + NodeGrace},
		"too large for those with label": {[]string{node("n1", "disk: ssd", size, ""), node("n2", "", "cpu: 8, memory: 4Gi, ephemeral-storage: 9Gi", ""), "@61s " + pod("", ssd+", "+huge, no)}, time.Second + NodeGrace},
		"one is large enough, but full":  {[]string{plain, node("n2", "", "cpu: 3, memory: 4Gi, ephemeral-storage: 9Gi", ""), pod("", huge, no)}, hope},
		"one has not told its size":      {[]string{plain, node("n2", "", "memory: 4Gi", ""), pod("", huge, no)}, hope},
		"a device that no node has yet":  {[]string{plain, pod("", "containers: [{name: c, resources: {requests: {example.com/gpu: 1}}}]", no)}, hope},
		"a claim that is not bound":      {[]string{plain, pod("", "volumes: [{name: v, persistentVolumeClaim: {claimName: x}}]", no)}, hope},
		"affinity to a missing label": {[]string{plain, "@61s " + pod("", "affinity: {nodeAffinity: {requiredDuringSchedulingIgnoredDuringExecution: {nodeSelectorTerms: [{matchExpressions: [{key: zone, operator: Exists}]}]}}}", no)},
			time.Second + NodeGrace},
		"a preference only": {[]string{plain, pod("", "affinity: {nodeAffinity: {preferredDuringSchedulingIgnoredDuringExecution: [{weight: 1, preference: {matchExpressions: [{key: zone, operator: Exists}]}}]}}", no)}, hope},
	} {
		t.Run(name, func(t *testing.T) {
			if r := judge(t, Up, c.docs...); after(r) != c.want {
				t.Errorf("it counts after %s, want %s: %q", after(r), c.want, r.Why)
			}
		})
	}
}
