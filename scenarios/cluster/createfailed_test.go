package cluster

import (
	"errors"
	"strings"
	"testing"

	kinderrors "sigs.k8s.io/kind/pkg/errors"
	"sigs.k8s.io/kind/pkg/exec"
)

// kubeadmGaveUp is the end of kubeadm's output if a control plane does not start.
const kubeadmGaveUp = `I1128 19:03:07.120000     181 manifests.go:103] [control-plane] getting StaticPodSpecs
[kubelet-check] Waiting for a healthy kubelet at http://127.0.0.1:10248/healthz. This can take up to 4m0s
[kubelet-check] The kubelet is not healthy after 4m0.001s

could not initialize a Kubernetes cluster
k8s.io/kubernetes/cmd/kubeadm/app/cmd/phases/init.runWaitControlPlanePhase
	cmd/kubeadm/app/cmd/phases/init/waitcontrolplane.go:110
error: error execution phase wait-control-plane: could not initialize a Kubernetes cluster
no stack trace
`

// TestACreationThatFailsSaysWhy: the error quotes kubeadm, but not its advice to inspect nodes, which are removed.
func TestACreationThatFailsSaysWhy(t *testing.T) {
	failure := kinderrors.Wrap(
		&exec.RunError{Command: []string{"docker", "exec"}, Output: []byte(kubeadmGaveUp), Inner: errors.New("exit status 1")},
		"failed to init node with kubeadm")
	said := lastSaid(failure)
	for _, want := range []string{"kubelet is not healthy after 4m0.001s", "error execution phase wait-control-plane"} {
		if !strings.Contains(said, want) {
			t.Errorf("%q is not in %q", want, said)
		}
	}
	for _, not := range []string{"StaticPodSpecs", "waitcontrolplane.go", "runWaitControlPlanePhase", "stack trace"} {
		if strings.Contains(said, not) {
			t.Errorf("%q is in %q", not, said)
		}
	}
	if said := lastSaid(errors.New("no command")); said != "" {
		t.Errorf("said %q", said)
	}
}
