package explain

import (
	"regexp"
	"strings"
	"testing"
)

// unstarted is a pod whose container could not be started, or ended at once.
const unstarted = `
apiVersion: v1
kind: Node
metadata: {name: worker}
status: {conditions: [{type: Ready, status: "True"}], images: [{names: ["docker.io/library/nginx:1"]}]}
---
apiVersion: v1
kind: Pod
metadata: {name: app, namespace: demo, uid: p}
spec:
  nodeName: worker
  containers: [{name: main, image: nginx:1, SPEC, volumeMounts: [{name: script, mountPath: /script}, {name: conf, mountPath: /etc/nginx.conf}]}]
status: {phase: Running, containerStatuses: [{name: main, restartCount: 1, containerID: x, STATE}]}
`

// TestHintsLeadOn: each hint names what is wrong, not only that something is.
func TestHintsLeadOn(t *testing.T) {
	const (
		startError = `state: {waiting: {reason: CrashLoopBackOff}}, lastState: {terminated: {exitCode: 128, reason: StartError, finishedAt: "2026-11-28T12:00:05Z", message: 'MESSAGE'}}`
		ended      = `state: {waiting: {reason: CrashLoopBackOff}}, lastState: {terminated: {exitCode: CODE, reason: Error, finishedAt: "2026-11-28T12:00:05Z"}}`
		runsAgain  = `ready: true, state: {running: {startedAt: "2026-11-28T12:00:06Z"}}, lastState: {terminated: {exitCode: 255, reason: Error, finishedAt: "2026-11-28T12:00:05Z"}}`
		justEnded  = `state: {terminated: {exitCode: 255, reason: Error, finishedAt: "2026-11-28T12:00:05Z"}}`
		runc       = `failed to create containerd task: failed to create shim task: OCI runtime create failed: runc create failed: unable to start container process: error during container init: `
		noHost     = `state: {waiting: {reason: ErrImagePull, message: "dial tcp: lookup registry.invalid: no such host"}}`
	)
	exit := func(code string) string { return strings.Replace(ended, "CODE", code, 1) }
	refused := func(message string) string { return strings.Replace(startError, "MESSAGE", runc+message, 1) }
	for name, c := range map[string]struct{ spec, state, log, code, sentence, hint string }{
		"a script without x bit": {"command: [/script/start.sh]", refused(`exec: "/script/start.sh": permission denied`), "",
			PodConfigError, `command "/script/start.sh": permission denied`, `defaultMode: 0755 of volume "script"`},
		"a program without x bit": {"command: [/bin/tool]", refused(`exec: "/bin/tool": permission denied`), "",
			PodConfigError, "permission denied", "chmod +x"},
		"Windows line ends": {"command: [/script/start.sh]", exit("255"), "exec /script/start.sh: no such file or directory\n",
			PodConfigError, "exec /script/start.sh: no such file or directory", "Windows line ends"},
		"no first line": {"command: [/script/start.sh]", exit("255"), "exec /script/start.sh: exec format error\n",
			PodConfigError, "exec format error", "#!/bin/sh"},
		"it runs again for the moment": {"command: [/script/start.sh]", runsAgain, "exec /script/start.sh: exec format error\n",
			PodConfigError, "exec format error", "#!/bin/sh"},
		"restarted since": {"command: [/script/start.sh]", justEnded, "exec /script/start.sh: exec format error\n",
			PodConfigError, "exec format error", "#!/bin/sh"},
		"it only says so": {"command: [sh]", exit("1"), "exec /script/start.sh: no such file or directory\n",
			PodCrashLoop, "keeps ending", "last words"},
		"not in the image": {"command: [tool]", refused(`exec: "tool": executable file not found in $PATH`), "",
			PodConfigError, "not found", "use an image that has this program"},
		"a directory over a file": {"command: [nginx]", refused(`error mounting "/var/lib/kubelet/pods/x/volumes/kubernetes.io~configmap/conf" to rootfs at "/etc/nginx.conf": mount src=/x, dst=/etc/nginx.conf, flags=MS_BIND: not a directory`), "",
			PodConfigError, `volume "conf" is a directory, and /etc/nginx.conf, where it is mounted, is a file`, "subPath: nginx.conf"},
		"a read-only root": {"securityContext: {readOnlyRootFilesystem: true}", exit("1"), "[emerg] mkdir() \"/var/cache/nginx\" failed (30: Read-only file system)\n",
			PodCrashLoop, "Read-only file system", "emptyDir"},
		"a read-only volume": {"command: [nginx]", exit("1"), "cannot write: Read-only file system\n", PodCrashLoop, "Read-only", "last words"},
		"always pulled":      {"imagePullPolicy: Always", noHost, "", PodImagePull, "cannot be pulled", `node "worker" has the image, and imagePullPolicy Always`},
		"pulled when absent": {"imagePullPolicy: IfNotPresent", noHost, "", PodImagePull, "cannot be pulled", "look at the registry's name"},
	} {
		facts := moment{objects: strings.NewReplacer("SPEC", c.spec, "STATE", c.state).Replace(unstarted)}.facts(t)
		facts.Logs = map[string]string{"demo/app/main/previous": c.log}
		found := Why(facts, Subject{"Pod", "demo", "app"})
		if len(found) == 0 || found[0].Code != c.code || !strings.Contains(found[0].Sentence, c.sentence) || !strings.Contains(found[0].Hint, c.hint) {
			t.Errorf("%s: %+v", name, found)
		}
	}
}

// TestTheLogOfTheRunBeforeIsGone: the kubelet keeps one previous log, and it may belong to an end that the pod's status does
// not show yet.
func TestTheLogOfTheRunBeforeIsGone(t *testing.T) {
	const again = `state: {running: {startedAt: "2026-11-28T12:00:06Z"}}, lastState: {terminated: {exitCode: 1, reason: Error, finishedAt: "2026-11-28T12:00:05Z"}}`
	spec := strings.NewReplacer("SPEC", "securityContext: {readOnlyRootFilesystem: true}", "STATE", again, "restartCount: 1", "restartCount: 3")
	for name, c := range map[string]struct {
		logs map[string]string
		want bool
	}{
		"gone":        {map[string]string{"demo/app/main": "mkdir: Read-only file system\n"}, true},
		"it was mute": {map[string]string{"demo/app/main": "serves\n", "demo/app/main/previous": ""}, false},
	} {
		facts := moment{objects: spec.Replace(unstarted)}.facts(t)
		facts.Logs = c.logs
		found := Why(facts, Subject{"Pod", "demo", "app"})
		if len(found) == 0 || found[0].Code != PodCrashLoop || strings.Contains(found[0].Sentence, "last log line") != c.want {
			t.Errorf("%s: %+v", name, found)
		}
	}
}

var logInItsNamespace = regexp.MustCompile(`logs/[^/ ]+/[^/ ]+\.log`)

// TestHintsOfWhatIsRemoved: hints refer to the evidence, because the namespace will be gone when somebody reads them.
func TestHintsOfWhatIsRemoved(t *testing.T) {
	removed := 0
	for _, line := range strings.Split(strings.TrimSpace(causes), "\n") {
		where, _, _ := strings.Cut(line, ":")
		facts, subject := situation(t, where)
		facts.Leaves = true
		for _, f := range Why(facts, subject) {
			if strings.Contains(f.Hint, "kubectl") && strings.Contains(f.Hint, " -n ") && !strings.Contains(f.Hint, "-n kube-system") {
				t.Errorf("%s: %s: %s", where, f.Code, f.Hint)
			}
			if strings.Contains(f.Hint, "in the evidence that is kept") {
				removed++
			}
			if strings.Contains(f.Hint, "logs/") && !logInItsNamespace.MatchString(f.Hint) {
				t.Errorf("%s: the logs are in the folder of their namespace: %s", where, f.Hint)
			}
		}
	}
	if removed < 5 {
		t.Errorf("only %d hints refer to the evidence", removed)
	}
}

// TestAPodThatItsDeploymentHasNotSeenFail: the Deployment's status is updated after the pod's end.
func TestAPodThatItsDeploymentHasNotSeenFail(t *testing.T) {
	lagging := strings.Replace(deployment, "updatedReplicas: 3", "updatedReplicas: 3, readyReplicas: 3, availableReplicas: 3", 1)
	for pods, want := range map[string]string{"Exited": PodContainerExited, "Loop": PodCrashLoop, "Starting": "", "Leaving": ""} {
		got := ""
		if found := Why(moment{objects: lagging + states(pods)}.facts(t), Subject{"Deployment", "demo", "web"}); len(found) > 0 {
			got = found[0].Code
		}
		if got != want {
			t.Errorf("%s: %q, want %q", pods, got, want)
		}
	}
}

func TestAJobThatIsOver(t *testing.T) {
	const job = `
apiVersion: batch/v1
kind: Job
metadata: {name: short, namespace: demo, uid: j}
spec: {ttlSecondsAfterFinished: 0}
status: {succeeded: 1, conditions: [{type: Complete, status: "True"}]}
`
	subject := Subject{"Job", "demo", "short"}
	if got := Settled(moment{objects: job}.facts(t), subject); !strings.Contains(got, `job "short" is Complete, and that is final`) {
		t.Errorf("got %q", got)
	}
	if got := Settled(moment{objects: strings.Replace(job, "Complete", "Suspended", 1)}.facts(t), subject); got != "" {
		t.Errorf("a suspended one: %q", got)
	}
	found := Why(moment{gone: job}.facts(t), subject)
	if len(found) != 1 || !strings.Contains(found[0].Sentence, "was Complete, and was deleted after its ttlSecondsAfterFinished (0)") {
		t.Errorf("got %+v", found)
	}
}
