package steps

import (
	"errors"
	"strings"
	"testing"

	"github.com/gherkind/gherkind/internal/phrases"
	"github.com/gherkind/gherkind/steps/step"
)

// Steps as people write them who have not read the catalogue, and what they should be offered first.
var firstAttempts = []struct{ keyword, text, want string }{
	// checks
	{"Then", `pod "web" is gone`, `pod "web" does not exist`},
	{"Then", `the pod "web" is delted`, `pod "web" does not exist`},
	{"Then", `deployment "web" is removed`, `deployment "web" does not exist`},
	{"Then", `namespace "shop" should not exist`, `namespace "shop" does not exist`},
	{"Then", `configmap "settings" is not there within 10s`, `configmap "settings" does not exist within 10s`},
	{"Then", `there is no service "web"`, `service "web" does not exist`},
	{"Then", `deployment "web" is ready`, `deployment "web" is rolled out`},
	{"Then", `deployment "web" is ready within 2m`, `deployment "web" is rolled out within 2m`},
	{"Then", `the deployment "web" should be up and running`, `deployment "web" is rolled out`},
	{"Then", `statefulset "db" is healthy`, `statefulset "db" is rolled out`},
	{"Then", `daemonset "agent" is available`, `daemonset "agent" is rolled out`},
	{"Then", `deployment "web" is complete`, `deployment "web" is rolled out`},
	{"Then", `deployment "web" has failed`, `deployment "web" has 0 ready replicas`},
	{"Then", `deployment "web" has 3 replicas`, `deployment "web" has 3 ready replicas`},
	{"Then", `deployment "web" should have 3 running pods`, `deployment "web" has 3 ready replicas`},
	{"Then", `3 pods of deployment "web" are ready`, `deployment "web" has 3 ready replicas`},
	{"Then", `job "report" completed`, `job "report" is complete`},
	{"Then", `the job "report" has succeeded within 1m`, `job "report" is complete within 1m`},
	{"Then", `job "report" is finished`, `job "report" is complete`},
	{"Then", `job "report" has failed`, `job "report" has failed with reason "BackoffLimitExceeded"`},
	{"Then", `job "report" fails`, `job "report" has failed with reason "BackoffLimitExceeded"`},
	// pods
	{"Then", `pod "web" is up`, `pod "web" is ready`},
	{"Then", `pod "web" is healthy`, `pod "web" is ready`},
	{"Then", `pod "web" should be ready`, `pod "web" is ready`},
	{"Then", `pod web is ready`, `pod "web" is ready`},
	{"Then", `pod 'web' is ready`, `pod "web" is ready`},
	{"Then", `pod “web” is ready`, `pod "web" is ready`},
	{"Then", `the pod "web" is ready`, `pod "web" is ready`},
	{"Then", `pod "web" is redy`, `pod "web" is ready`},
	{"Then", `pod "web" is running`, `pod "web" is Running`},
	{"Then", `pod "web" is runnning`, `pod "web" is Running`},
	{"Then", `pod "web" is "Running"`, `pod "web" is Running`},
	{"Then", `pod "web" should be Running in 30 seconds`, `pod "web" is Running within 30s`},
	{"Then", `pod "web" becomes Running after 1 minute`, `pod "web" is Running within 1m`},
	{"Then", `pod "web" has status Running`, `pod "web" is Running`},
	{"Then", `the status of pod "web" is "Pending"`, `pod "web" is Pending`},
	{"Then", `pod "web" has crashed`, `pod "web" is CrashLoopBackOff`},
	{"Then", `pod "web" is crashing`, `pod "web" is CrashLoopBackOff`},
	{"Then", `pod "web" is completed`, `pod "web" is Completed`},
	{"Then", `pod "web" fails`, `pod "web" is Error`},
	{"Then", `pod "web" has 2 restarts`, `container "app" of pod "web" has restarted 2 times`},
	{"Then", `pod "web" restarted 2 times`, `container "app" of pod "web" has restarted 2 times`},
	{"Then", `pod "web" does not restart`, `throughout, no pod restarts`},
	{"Then", `pod "web" is scheduled on node "worker2"`, `pod "web" is on node "worker2"`},
	{"Then", `pod "web" runs on node "worker2"`, `pod "web" is on node "worker2"`},
	{"Then", `pod "web" is on "worker2"`, `pod "web" is on node "worker2"`},
	{"Then", `the logs of pod "web" contain "started"`, `the log of container "app" of pod "web" contains "started"`},
	{"Then", `pod "web" logs contain "started"`, `the log of container "app" of pod "web" contains "started"`},
	{"Then", `all pods are running`, `deployment "web" is rolled out`},
	{"Then", `these pods are ready:`, `deployment "web" is rolled out`},
	{"Then", `pod "web is ready`, `pod "web" is ready`},
	{"Then", `pod ""web"" is ready`, `pod "web" is ready`},
	{"Then", `pod "web" is ready.`, `pod "web" is ready`},
	{"Then", `pod "web" is ready # at last`, `pod "web" is ready`},
	{"Then", `pod "web" is ready within "30s"`, `pod "web" is ready within 30s`},
	{"Then", `pod "web" is ready for 5s within 10s`, `pod "web" is ready within 10s for 5s`},
	{"Then", `pod "web" exist`, `pod "web" exists`},
	{"Then", `pod "web" is created`, `pod "web" exists`},
	{"Then", `there is a pod "web"`, `pod "web" exists`},
	{"Then", `there are 3 pods`, `there are 3 pods labelled "app=web"`},
	// services, nodes, others
	{"Then", `service "web" is reachable`, `service "web" has 1 ready endpoint`},
	{"Then", `service "web" has 2 endpoints`, `service "web" has 2 ready endpoints`},
	{"Then", `service "web" returns HTTP 200`, `service "web" answers HTTP 200 with "Welcome" on its node port of every node`},
	{"Then", `node "worker2" is up`, `node "worker2" is ready`},
	{"Then", `node "worker2" is down`, `node "worker2" is not ready`},
	{"Then", `pvc "data" is bound`, `pvc "data" has "Bound" at "{.status.phase}"`},
	{"Then", `certificate "tls" is healthy`, `certificate "tls" has the condition "Ready"`},
	// actions
	{"When", `node "worker2" is down`, `node "worker2" is powered off`},
	{"When", `I drain node "worker2"`, `node "worker2" is drained`},
	{"When", `I apply "web.yaml"`, `the manifest "web.yaml" is applied`},
	{"Given", `I deploy the manifest "web.yaml"`, `the manifest "web.yaml" is applied`},
	{"Given", `the file "web.yaml" is applied`, `the manifest "web.yaml" is applied`},
	{"Given", `"web.yaml" is applied`, `the manifest "web.yaml" is applied`},
	{"Given", `a pod "web"`, `this manifest is applied:`},
	{"Given", `a deployment named "web"`, `this manifest is applied:`},
	{"When", `I create a deployment "web"`, `this manifest is applied:`},
	{"When", `I delete pod "web"`, `pod "web" is deleted`},
	{"When", `I delete the pod "web"`, `pod "web" is deleted`},
	{"When", `pod "web" is removed`, `pod "web" is deleted`},
	{"When", `pod "web" is killed`, `pod "web" is deleted`},
	{"When", `I scale deployment "web" to 3`, `deployment "web" is scaled to 3 replicas`},
	{"When", `the deployment "web" is scaled up to 3`, `deployment "web" is scaled to 3 replicas`},
	{"When", `I restart deployment "web"`, `deployment "web" is restarted`},
	// kubectl
	{"When", `kubectl apply -f web.yaml`, `the manifest "web.yaml" is applied`},
	{"When", `I run "kubectl apply -f web.yaml"`, `the manifest "web.yaml" is applied`},
	{"When", `kubectl delete pod web`, `pod "web" is deleted`},
	{"When", `kubectl scale deployment web --replicas=3`, `deployment "web" is scaled to 3 replicas`},
	{"When", `kubectl scale deployment/web --replicas 3`, `deployment "web" is scaled to 3 replicas`},
	{"When", `kubectl rollout restart deployment/web`, `deployment "web" is restarted`},
	{"Then", `kubectl rollout status deployment/web`, `deployment "web" is rolled out`},
	{"Then", `kubectl get pods`, `there are 3 pods labelled "app=web"`},
	{"Then", `I run kubectl exec web -- ls /data`, `running "ls /data" in pod "web" exits with 0`},
	{"When", `kubectl drain worker2 --ignore-daemonsets`, `node "worker2" is drained`},
	{"When", `kubectl version`, ``},
	// waiting
	{"When", `I wait 30 seconds`, ``},
	{"And", `wait for 30s`, ``},
	{"When", `I sleep for 5`, ``},
	{"Then", `I wait until pod "web" is ready`, `pod "web" is ready`},
	{"Then", `wait for deployment "web" to be ready`, `deployment "web" is rolled out`},
}

func TestFirstAttempts(t *testing.T) {
	c, err := Catalogue()
	if err != nil {
		t.Fatal(err)
	}
	for _, tc := range firstAttempts {
		t.Run(tc.text, func(t *testing.T) {
			_, err := c.MatchAs(step.Role(tc.keyword), tc.text, step.NoArgument)
			undefined, ok := errors.AsType[*step.UndefinedError](err)
			if !ok {
				t.Fatalf("got %v, want an UndefinedError", err)
			}
			got := append(undefined.Suggestions, "")[0]
			if got != tc.want || got == "" && undefined.Advice == "" {
				t.Errorf("offered %q (%s), want %q", undefined.Suggestions, undefined.Advice, tc.want)
			}
		})
	}
}

// Every suggestion is a step with valid values; a check is never answered with an action.
func TestWhatIsOfferedIsAStep(t *testing.T) {
	c, err := Catalogue()
	if err != nil {
		t.Fatal(err)
	}
	for _, tc := range firstAttempts {
		_, err := c.MatchAs(step.Role(tc.keyword), tc.text, step.NoArgument)
		undefined, _ := errors.AsType[*step.UndefinedError](err)
		for _, offered := range undefined.Suggestions {
			m, err := c.Match(offered, step.NoArgument)
			if undefined, ok := errors.AsType[*step.UndefinedError](err); ok {
				t.Errorf("%s: offered %q: %v", tc.text, offered, undefined)
				continue
			}
			if tc.keyword == "Then" && m.Def.Acts {
				t.Errorf("%s: offered the action %q to a check", tc.text, offered)
			}
		}
	}
}

// The meaning of every phrase is a step with valid values.
func TestPhrasesMeanSteps(t *testing.T) {
	c, err := Catalogue()
	if err != nil {
		t.Fatal(err)
	}
	values := strings.NewReplacer(
		"{name}{name2}", "web", "{kind}{kind2}", "pod", "{workload}{workload2}", "deployment", "{text}{text2}", "BackOff",
		"{name}", "web", "{name2}", "web", "{kind}", "pod", "{workload}", "deployment", "{claim}", "pvc", "{count}", "3",
		"{status}", "Running", "{rest}", "ls /", "{answers}", "up",
	)
	for _, p := range phrases.All() {
		for _, means := range p.Means {
			text := values.Replace(means)
			m, err := c.Match(strings.ReplaceAll(text, "labelled \"{text}\"", `labelled "a=b"`), step.NoArgument)
			if undefined, ok := errors.AsType[*step.UndefinedError](err); ok {
				t.Errorf("%s: %v", p.Says, undefined)
				continue
			}
			if m.Def.Example == "" {
				t.Errorf("%s: %s is no step", p.Says, text)
			}
		}
	}
}

// A step that matches, but with an invalid value, is also answered as a phrase.
func TestAnswer(t *testing.T) {
	c, err := Catalogue()
	if err != nil {
		t.Fatal(err)
	}
	for text, want := range map[string]string{
		`pod "web" is Gone`:    `did you mean: pod "web" does not exist`,
		`pod "web" is Ready`:   `did you mean: pod "web" is ready`,
		`pod "web" is ready`:   "",
		`pod "web" is Running`: "",
	} {
		if got := c.Answer(step.RoleThen, text); got != want {
			t.Errorf("%s: %q, want %q", text, got, want)
		}
	}
}

// No step is mistaken for a phrase that means another one, except the one that reads like a check but acts.
func TestStepsAreNoPhrases(t *testing.T) {
	c, err := Catalogue()
	if err != nil {
		t.Fatal(err)
	}
	for _, g := range c.Groups() {
		for _, d := range g.Defs {
			keyword, text, _ := strings.Cut(strings.SplitN(d.Example, "\n", 2)[0], " ")
			if hint := c.Answer(step.Role(keyword), text); hint != "" {
				t.Errorf("%s is answered with %s", d.Example, hint)
			}
			if hint := c.Answer(step.RoleThen, text); d.Acts && hint != "" && d.Name != "object-deleted" {
				t.Errorf("after Then, %s is answered with %s", text, hint)
			}
		}
	}
	if hint := c.Answer(step.RoleThen, `pod "web" is deleted`); hint != `did you mean: pod "web" does not exist` {
		t.Errorf("a deletion after Then is answered with %q", hint)
	}
}
