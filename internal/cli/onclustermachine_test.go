package cli

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"os/exec"
	"regexp"
	"strings"
	"testing"
	"time"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/types"
	"k8s.io/apimachinery/pkg/util/wait"

	"github.com/gherkind/gherkind/internal/objects"
)

// onOneNode has a pod on a node, and asks it when a ConfigMap says so.
const onOneNode = `Feature: Node
  Scenario: The machine stops
    Given this manifest is applied:
      """
      apiVersion: v1
      kind: Pod
      metadata: {name: there}
      spec:
        nodeName: %s
        terminationGracePeriodSeconds: 1
        containers: [{name: there, image: busybox, command: [sleep, "600"]}]
      """
    And pod "there" is ready within 60s
    When configmap "off" exists within 120s
    Then running "echo yes" in pod "there" prints "yes" within 4s
`

// stopsAMachine powers off a node for too short a time for its Ready condition, while a pod on another node runs a scenario that needs
// it: its failure is infrastructure, because the command asks Docker. Its evidence says so too.
func (v *victim) stopsAMachine(t *testing.T, node string) {
	t.Helper()
	v.write("features/x.feature", fmt.Sprintf(onOneNode, node))
	v.cordons(t, node, true) // the pod that runs the scenario is on another node
	want := "node " + node + ": its machine is exited, and this scenario did not do that"
	cmd, _ := v.command(v.args("run", "--on-cluster", "--runners", "1", "features/x.feature")...)
	out, in := io.Pipe()
	cmd.Stdout, cmd.Stderr = in, in
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	said, code := make(chan string, 1), make(chan int, 1)
	go func() {
		code <- exitOf(cmd.Wait())
		in.Close()
	}()
	go func() { said <- v.startsAfter(t, out, want, node) }()
	namespace := v.namespaceOf("the-machine-stops").Name
	err := wait.PollUntilContextTimeout(t.Context(), time.Second, 2*time.Minute, true, func(ctx context.Context) (bool, error) {
		pods, err := v.client.CoreV1().Pods(namespace).List(ctx, metav1.ListOptions{})
		return err == nil && len(pods.Items) == 1 && objects.PodIsReady(&pods.Items[0]), err
	})
	if err != nil {
		t.Fatal(err)
	}
	v.docker(t, "kill", node)
	off := &corev1.ConfigMap{ObjectMeta: metav1.ObjectMeta{Name: "off"}}
	if _, err := v.client.CoreV1().ConfigMaps(namespace).Create(t.Context(), off, metav1.CreateOptions{}); err != nil {
		t.Fatal(err)
	}
	text := <-said
	v.cordons(t, node, false)
	if code := <-code; code != exitEnvironment || !strings.Contains(text, want) {
		t.Fatalf("exit code %d, want %d and %q\n%s", code, exitEnvironment, want, text)
	}
	again, told := v.command("replay", regexp.MustCompile(`gherkind replay (\S+)`).FindStringSubmatch(text)[1])
	again.Args = again.Args[:len(again.Args)-2] // replay has no checkout
	if code := exitOf(again.Run()); code != exitEnvironment || !strings.Contains(told.String(), "its machine is exited") {
		t.Errorf("a replay ends with %d\n%s", code, told)
	}
}

// startsAfter starts a node when the output has this text, so that the namespaces with its pods can go, and returns the output.
func (v *victim) startsAfter(t *testing.T, out io.Reader, text, node string) string {
	t.Helper()
	var all strings.Builder
	started := false
	for lines := bufio.NewScanner(out); lines.Scan(); {
		all.WriteString(lines.Text() + "\n")
		if !started && strings.Contains(lines.Text(), text) {
			started = true
			v.docker(t, "start", node)
		}
	}
	v.docker(t, "start", node)
	return all.String()
}

func (v *victim) cordons(t *testing.T, node string, cordon bool) {
	t.Helper()
	patch := fmt.Sprintf(`{"spec": {"unschedulable": %t}}`, cordon)
	err := wait.PollUntilContextTimeout(t.Context(), time.Second, 2*time.Minute, true, func(ctx context.Context) (bool, error) {
		_, err := v.client.CoreV1().Nodes().Patch(ctx, node, types.MergePatchType, []byte(patch), metav1.PatchOptions{})
		return err == nil, nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func (v *victim) docker(t *testing.T, args ...string) {
	t.Helper()
	if text, err := exec.CommandContext(context.WithoutCancel(t.Context()), "docker", args...).CombinedOutput(); err != nil {
		t.Errorf("docker %q: %v: %s", args, err, text)
	}
}
