package steps

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/gherkind/gherkind/internal/kube"
	"github.com/gherkind/gherkind/internal/probe"
	"github.com/gherkind/gherkind/internal/remote"
	"github.com/gherkind/gherkind/internal/viewtest"
	"github.com/gherkind/gherkind/steps/world"
)

// TestAServiceThatIsStillToComeIsAsked: the node port is read in each attempt, not only before the first.
func TestAServiceThatIsStillToComeIsAsked(t *testing.T) {
	const service = "{kind: Service, apiVersion: v1, metadata: {name: web, namespace: a, uid: s}, spec: {type: NodePort, ports: [{port: 80, nodePort: 30080}]}}"
	answer := world.NewAnswer(remote.GetOf("http://10.0.0.1:30080/"), time.Unix(1003, 0), probe.Reply{Status: 200, Body: "hello"})
	s := tell(t, viewtest.See(t, ownPod("p", ""), ownPod("p", ""), service), world.State{}, answer)
	if err := answersOnNode(t.Context(), s.World, s.service("web"), 200, "hello", world.NodeName{Name: "worker"}, upTo(20)); err != nil {
		t.Errorf("got %v", err)
	}
}

// TestSilenceAsksWhoIsThere: a step that expects a refused connection or no answer first checks that there is a server.
func TestSilenceAsksWhoIsThere(t *testing.T) {
	const (
		pod     = "{kind: Pod, apiVersion: v1, metadata: {name: %s, namespace: a, uid: %[1]s%s}, spec: {nodeName: worker, containers: [{name: c}]}, status: {phase: Running, podIP: 10.0.0.2, conditions: [{type: Ready, status: '%s'}], containerStatuses: [{name: c, state: {running: {}}}]}}"
		service = "{kind: Service, metadata: {name: web, namespace: a, uid: s}, spec: {type: NodePort, clusterIP: 10.0.0.3, selector: {app: web}, ports: [{name: main, port: 80, nodePort: 30080}]}}"
	)
	listed := strings.ReplaceAll(sliceOf("s", "{name: main, port: 80}", "to"), "name: to}", "name: to, uid: to}")
	silent := func(url string) world.Answer {
		return world.Answer{Question: remote.GetOf(url), Began: time.Unix(1004, 0), Ended: time.Unix(1004, 0), Err: "connection refused"}
	}
	refused := kube.ExecResult{ExitCode: 1, Stderr: "connection refused"}
	nc := remote.CommandIn("a", "from", "c", []string{"timeout", "3", "nc", "10.0.0.2", "80", "-e", "true"})
	bash := remote.CommandOn("worker", []string{"timeout", "3", "bash", "-c", "exec 3<>/dev/tcp/10.0.0.2/80"})
	answers := []world.Answer{
		world.NewAnswer(nc, time.Unix(1004, 0), refused), world.NewAnswer(bash, time.Unix(1004, 0), remote.Printed{Output: "connection refused", ExitCode: 1}),
		silent("http://10.0.0.1:30080/"), silent("http://10.0.0.3:80/"),
	}
	for name, c := range map[string]struct {
		ask  func(*story) error
		says string
	}{
		"a pod, from a pod": {func(s *story) error {
			return podRefusesTCP(t.Context(), s.World, s.pod("to"), 80, s.pod("from"), upTo(10))
		}, `pod "to" is not ready`},
		"a pod, from a node": {func(s *story) error {
			return nodeRefusedByPod(t.Context(), s.World, s.pod("to"), 80, world.NodeName{Name: "worker"}, upTo(10))
		}, `pod "to" is not ready`},
		"a node port": {func(s *story) error {
			return silentOnNode(t.Context(), s.World, s.service("web"), world.NodeName{Name: "worker"}, upTo(10))
		}, "nobody is there to answer"},
		"a cluster IP, from outside": {func(s *story) error { return silentOutside(t.Context(), s.World, s.service("web"), "x", upTo(10)) }, "nobody is there to answer"},
	} {
		docs := func(meta, ready string) viewtest.View {
			return viewtest.See(t, fmt.Sprintf(pod, "from", "", "True"), service, fmt.Sprintf(pod, "to", meta, ready), listed)
		}
		s := tell(t, docs("", "True"), world.State{}, answers...)
		s.goTo(4)
		if err := c.ask(s); err != nil {
			t.Errorf("%s, with a server: %v", name, err)
		}
		gone, ready := leaving, "True"
		if strings.Contains(c.says, "not ready") {
			gone, ready = "", "False"
		}
		s = tell(t, docs(gone, ready), world.State{}, answers...)
		s.goTo(4)
		if err := c.ask(s); err == nil || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%s: %v, want %q", name, err, c.says)
		}
	}
}

// TestActionsWaitForWhatTheyActOn: a command waits for its container, and the replacement of pods waits until there are pods.
func TestActionsWaitForWhatTheyActOn(t *testing.T) {
	const (
		starting = "{kind: Pod, apiVersion: v1, metadata: {name: db-0, namespace: a, uid: p}, spec: {nodeName: worker, containers: [{name: c}]}, status: {phase: Pending}}"
		runs     = "{kind: Pod, apiVersion: v1, metadata: {name: db-0, namespace: a, uid: p}, spec: {nodeName: worker, containers: [{name: c}]}, status: {phase: Running, containerStatuses: [{name: c, state: {running: {}}}]}}"
	)
	command := remote.CommandIn("a", "db-0", "c", []string{"sh", "-c", "touch x"})
	s := tell(t, viewtest.See(t, ownPod("other", ""), starting, runs), world.State{}, world.NewAnswer(command, time.Unix(1002, 0), kube.ExecResult{}))
	if err := runCommand(t.Context(), s.World, "touch x", s.pod("db-0")); err != nil {
		t.Errorf("a command: %v", err)
	}
	s = tell(t, viewtest.See(t, ownPod("other", ""), workload("Deployment", "replicas: 1", ""), strings.Replace(ownPod("web", ""), "uid: web", "uid: z", 1)), world.State{})
	err := replacePods(t.Context(), s.World, s.object("deployment", "w"), upTo(20))
	if err == nil || !strings.Contains(err.Error(), "nobody answers") { // the deletion was sent, which a recording cannot answer
		t.Errorf("pods that are to be replaced: %v", err)
	}
}

// TestStepsTellOfTheirCommands: each step that runs a command reports on it.
func TestStepsTellOfTheirCommands(t *testing.T) {
	const pod = "{kind: Pod, apiVersion: v1, metadata: {name: web, namespace: a, uid: p}, spec: {nodeName: worker, containers: [{name: c}, {name: d}]}, status: {phase: Running, containerStatuses: [{name: c, state: {running: {}}}, {name: d, state: {running: {}}}]}}"
	at := time.Unix(1000, 0)
	inPod := remote.CommandIn("a", "web", "c", []string{"sh", "-c", "wget x"})
	once := remote.CommandIn("a", "web", "c", []string{"sh", "-c", "wget y"})
	onNode := remote.CommandOn("worker", []string{"env", "sh", "-c", "echo x >> f; wc -l < f"})
	ofPod := remote.CommandOn("worker", []string{"env", "POD_NAME=web", "POD_NAMESPACE=a", "POD_IP=", "sh", "-c", "echo y >> f; wc -l < f"})
	inOther := remote.CommandIn("a", "web", "d", []string{"sh", "-c", "wget z"})
	inThis := remote.CommandIn("a", "web", "c", []string{"sh", "-c", "wget z"})
	many := remote.CommandIn("a", "web", "c", []string{"sh", "-c", askMany, "sh", "1", "http://x/"})
	answers := []world.Answer{
		world.NewAnswer(inThis, at, kube.ExecResult{Stdout: "1\n", Stderr: "sh: wget: not found"}), world.NewAnswer(inOther, at, kube.ExecResult{Stdout: "1\n"}),
		world.NewAnswer(many, at, kube.ExecResult{Stdout: "answer 1\n", Stderr: "sh: timeout: not found"}),
		world.NewAnswer(inPod, at, kube.ExecResult{ExitCode: 139}), world.NewAnswer(once, at, kube.ExecResult{ExitCode: 139}),
		world.NewAnswer(onNode, at, remote.Printed{Output: "1\n", ExitCode: 0}), world.NewAnswer(onNode, at.Add(time.Second), remote.Printed{Output: "2\n", ExitCode: 0}),
		world.NewAnswer(ofPod, at, remote.Printed{Output: "1\n", ExitCode: 0}), world.NewAnswer(ofPod, at.Add(time.Second), remote.Printed{Output: "2\n", ExitCode: 0}),
	}
	for name, c := range map[string]struct {
		ask  func(*story) error
		says string
	}{
		"a check in a pod":   {func(s *story) error { return commandExits(t.Context(), s.World, "wget x", s.pod("web"), 139, upTo(5)) }, "exited with 139"},
		"an action in a pod": {func(s *story) error { return runCommandExits(t.Context(), s.World, "wget y", s.pod("web"), 139) }, "exited with 139"},
		"a check on a node": {func(s *story) error {
			return nodeCommandPrints(t.Context(), s.World, "echo x >> f; wc -l < f", s.node("worker"), "2", upTo(5))
		}, "ran 2 times"},
		"a check on a pod's node": {func(s *story) error {
			return podNodeCommandPrints(t.Context(), s.World, "echo y >> f; wc -l < f", s.pod("web"), "2", upTo(5))
		}, "ran 2 times"},
		"a comparison": {func(s *story) error {
			return commandPrintsSame(t.Context(), s.World, "wget z", "c", "d", s.pod("web"), upTo(5))
		}, "wget: not found"},
		"many requests": {func(s *story) error {
			return answersAtLeast(t.Context(), s.World, 1, s.pod("web"), "http://x/", 1, upTo(5))
		}, "timeout: not found"},
	} {
		s := tell(t, viewtest.See(t, pod), world.State{}, answers...)
		if err := c.ask(s); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if len(s.warned) != 1 || !strings.Contains(s.warned[0], c.says) {
			t.Errorf("%s: %q", name, s.warned)
		}
	}
}

// TestAWriteThatWasStoredIsAccepted: the steps about writes use the response of the API server. A refusal meets neither.
func TestAWriteThatWasStoredIsAccepted(t *testing.T) {
	for answer, c := range map[struct{ refused, err string }]struct{ accepts, not string }{ // parts of the errors
		{}:                             {"", "a write was stored"},
		{err: "etcdserver: no leader"}: {"etcdserver: no leader", ""},
		{refused: "exceeded quota: a"}: {"exceeded quota: a", "exceeded quota: a"},
	} {
		var answers []world.Answer
		for second := range 10 {
			one := world.NewAnswer(writeTo(kube.Ref{Namespace: "a", Name: "gherkind-write"}), time.Unix(1000+int64(second), 0), response{Refused: answer.refused})
			one.Err = answer.err
			answers = append(answers, one)
		}
		for says, ask := range map[string]func(*story) error{
			c.accepts: func(s *story) error { return acceptsWrites(t.Context(), s.World, upTo(5)) },
			c.not:     func(s *story) error { return acceptsNoWrites(t.Context(), s.World, upTo(5)) },
		} {
			err := ask(tell(t, viewtest.See(t, ownPod("p", "")), world.State{}, answers...))
			if (err == nil) != (says == "") || err != nil && !strings.Contains(err.Error(), says) {
				t.Errorf("answer %+v: %v, want %q", answer, err, says)
			}
		}
	}
}
