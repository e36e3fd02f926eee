package explain

import (
	"strings"
	"testing"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/resource"
)

// TestJudgeWorkingDir: runc creates a missing working directory. Below a file it fails, with the same message as for an
// unrelated volume.
func TestJudgeWorkingDir(t *testing.T) {
	const message = "runc create failed: unable to start container process: error during container init: mkdir /etc/passwd: not a directory"
	for dir, want := range map[string]string{
		"/etc/passwd/here": `its workingDir "/etc/passwd/here" leads through /etc/passwd, which is a file`,
		"/etc/passwd2":     "cannot start: mkdir /etc/passwd: not a directory",
		"":                 "cannot start: ",
	} {
		c := container{Container: corev1.Container{Name: "web", WorkingDir: dir}, noun: "container"}
		if got, hint := (podCase{}).judgeConfig(c, message); !strings.Contains(got.String(), want) || hint.Empty() {
			t.Errorf("%q:\ngot  %s (%s)\nwant %s", dir, got, hint, want)
		}
	}
}

// TestHintOfAKill: a runtime may miss that the kernel killed a container because of its memory; that can only happen with a
// memory limit.
func TestHintOfAKill(t *testing.T) {
	killed := &corev1.ContainerStateTerminated{Reason: "Error", ExitCode: exitKilled}
	c := container{Container: corev1.Container{Name: "web"}, noun: "container"}
	p := podCase{index: &index{}, pod: &corev1.Pod{}}
	if hint := p.exitHint(c, killed).String(); !strings.Contains(hint, "Killing event") || strings.Contains(hint, "limit") {
		t.Errorf("without a limit: %s", hint)
	}
	c.Resources.Limits = corev1.ResourceList{corev1.ResourceMemory: resource.MustParse("24Mi")}
	if hint := p.exitHint(c, killed).String(); !strings.Contains(hint, "memory limit of 24Mi") {
		t.Errorf("with a limit: %s", hint)
	}
}
