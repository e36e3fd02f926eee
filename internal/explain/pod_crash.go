package explain

import (
	"regexp"
	"strings"

	corev1 "k8s.io/api/core/v1"

	"github.com/gherkind/gherkind/internal/say"
)

// PodCrashLoop is a code; its meaning is in podCrashLoopDoc.
const PodCrashLoop = "POD_CRASH_LOOP"

var podCrashLoopDoc = Code{
	Code:    PodCrashLoop,
	Meaning: "A container keeps ending, and the kubelet waits longer before each restart.",
	Example: `container "web" keeps ending: exit 1 (Error), 3 restarts, back-off 40s; last log line: panic: no config`,
}

const reasonCrashLoop = "CrashLoopBackOff"

// podCrashLoop reports app containers and sidecars that end again and again. Init containers are left to podInitFailed.
func podCrashLoop(p podCase) []finding {
	var out []finding
	for _, c := range p.containers {
		if p.loops(c) {
			_, message := c.waitingFor()
			out = append(out, p.crashLoop(c, message))
		}
	}
	return out
}

// loops reports whether c is in a crash loop. During the back-off the kubelet reports waiting (CrashLoopBackOff) or the last
// end, and between two back-offs the container runs briefly: all three are the same loop.
func (p podCase) loops(c container) bool {
	if c.init() || p.over() {
		return false
	}
	if reason, _ := c.waitingFor(); reason == reasonCrashLoop {
		return true
	}
	t := c.lastEnd()
	if t == nil || explainedElsewhere(t) || !p.counts(c) {
		return false
	}
	return c.status.RestartCount >= 2 || c.status.RestartCount == 1 && c.status.State.Terminated != nil
}

func (p podCase) crashLoop(c container, message string) finding {
	t := c.lastEnd()
	if t == nil {
		t = &corev1.ContainerStateTerminated{}
	}
	sentence := say.Textf("%s keeps ending: %s, %s", c, outcome(t), say.Times("restart", int(c.status.RestartCount)))
	if b := backOff(message); b != "" {
		sentence = say.Textf("%s, back-off %s", sentence, b)
	}
	return finding{
		Code:     PodCrashLoop,
		Sentence: p.withLastWords(sentence, c),
		Hint:     p.exitHint(c, t),
		Evidence: append([]string{p.describe(c)}, p.eventLines(c, "BackOff")...),
	}
}

// outcome returns exit code and reason: `exit 1 (Error)`.
func outcome(t *corev1.ContainerStateTerminated) say.Text {
	if t.Reason == "" {
		return exit(t)
	}
	return say.Textf("%s (%s)", exit(t), quote(t.Reason))
}

// exitHint returns the hint for an exit code. 126, 127 and 128+n are the conventions of the POSIX shell.
func (p podCase) exitHint(c container, t *corev1.ContainerStateTerminated) say.Text {
	switch {
	case p.probeKills(c):
		return say.Textf("its probe makes the kubelet restart it: see POD_PROBE_FAILED")
	case p.hookFailed(c):
		return say.Textf("its postStart hook makes the kubelet restart it: see POD_CONFIG_ERROR")
	case t.Reason == reasonOOMKilled:
		return say.Textf("raise resources.limits.memory, or assert the OOMKilled status if that is what you expect")
	case p.readOnly(c):
		return say.Textf("readOnlyRootFilesystem is set: mount an emptyDir where the program writes, or leave it out")
	case p.sawKill(c):
		limit, _ := p.memoryLimit(c)
		return say.Textf("a process in it was killed: raise resources.limits.memory if it came near its memory limit of %s; "+
			"not every runtime notices that the kernel did it", limit)
	case t.ExitCode == 0 && p.pod.Spec.RestartPolicy != corev1.RestartPolicyAlways:
		return say.Textf("its command ends by itself: let it keep running, or assert that the pod is Completed")
	case t.ExitCode == 0:
		return say.Textf("its command ends by itself: let it keep running, or use a Job, or set restartPolicy: Never")
	case t.ExitCode == 126:
		return say.Textf("126 means that the command is not executable: %s", p.modeHint(c, firstOf(c.Command)))
	case t.ExitCode == 127:
		return say.Textf("127 means that a shell did not find the command: look at its spelling and at what the image holds")
	case t.ExitCode == exitKilled && !c.Resources.Limits.Memory().IsZero():
		return say.Textf("it was ended by a signal from outside: look for a failed liveness probe or a Killing event, "+
			"or for the kernel, if it came near its memory limit of %s: not every runtime notices that", c.Resources.Limits.Memory().String())
	case t.ExitCode == exitKilled || t.ExitCode == exitTerminated:
		return say.Textf("it was ended by a signal from outside: look for a failed liveness probe or a Killing event")
	}
	return say.Textf("read its last words: %s", p.logsOf(c, p.saidBefore(c)))
}

// saidBefore reports whether the log of the previous run belongs to the last end of c: its status may be older than its
// restart.
func (p podCase) saidBefore(c container) bool {
	key := p.pod.Namespace + "/" + p.pod.Name + "/" + c.Name
	before, kept := p.Logs[key+"/previous"]
	if p.Logs[key] != "" {
		return c.status.RestartCount > 0 && kept
	}
	return c.status.RestartCount > 0 || before != ""
}

// killed matches how programs report a child that was killed by SIGKILL.
var killed = regexp.MustCompile(`(?i)\bsignal:? 9\b|\bsigkill\b|\bkilled\b`)

// sawKill reports whether the log of the container, which has a memory limit, says that one of its processes was killed.
func (p podCase) sawKill(c container) bool {
	if limit, _ := p.memoryLimit(c); limit == "" {
		return false
	}
	key := p.pod.Namespace + "/" + p.pod.Name + "/" + c.Name
	return killed.MatchString(p.Logs[key]) || killed.MatchString(p.Logs[key+"/previous"])
}

// backOff returns the delay in the kubelet's message `back-off 40s restarting failed container=web pod=web_ns(uid)`.
func backOff(message string) string {
	words := strings.Fields(message)
	if len(words) < 3 || !strings.EqualFold(words[0], "back-off") || words[2] != "restarting" {
		return ""
	}
	return quote(words[1])
}

// withLastWords adds the last line that the container logged before its last end.
func (p podCase) withLastWords(sentence say.Text, c container) say.Text {
	key := p.pod.Namespace + "/" + p.pod.Name + "/" + c.Name
	before, kept := p.Logs[key+"/previous"]
	last := logLine(before)
	if c.status.State.Running == nil || !kept {
		// The log of a container that does not run is that of its last run. The kubelet keeps only one previous log: if that of
		// the previous run is gone, the container has ended once more since this status was written.
		last = firstNonEmpty(logLine(p.Logs[key]), last)
	}
	if t := c.lastEnd(); t != nil {
		last = firstNonEmpty(last, logLine(t.Message)) // its termination message
	}
	return withLogLine(sentence, last)
}

// withLogLine appends a log line to a sentence, if there is one.
func withLogLine(sentence say.Text, line string) say.Text {
	if line == "" {
		return sentence
	}
	return say.Textf("%s; last log line: %s", sentence, line)
}

// logLine returns the last line of a log. If a log is already gone, the kubelet returns a sentence instead of an error; the
// container did not write that.
func logLine(text string) string {
	line := quote(lastLine(text))
	if strings.HasPrefix(line, "unable to retrieve container logs for ") {
		return ""
	}
	return line
}

// eventLines returns the newest event of each reason about c, as evidence.
func (p podCase) eventLines(c container, reasons ...string) []string {
	var out []string
	for _, r := range reasons {
		if e := latest(p.eventsAbout(c), withReason(r)); e != nil {
			out = append(out, e.line(p.Now))
		}
	}
	return out
}
