package world

import (
	"context"
	"errors"
	"fmt"

	corev1 "k8s.io/api/core/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/gherkind/gherkind/internal/kube"
)

// SystemNamespace contains what outlives a run in a cluster: the journals of pending undos, and the Leases with which runs
// coordinate. The first run creates it, and it is never deleted, because another run may be using it.
const SystemNamespace = "gherkind-system"

// FormerSystemNamespace is the namespace that older versions of gherkind used instead.
const FormerSystemNamespace = "default"

// labelsOfSystem are the labels of the namespace. They do not include those of a run: it belongs to no run, so no clean-up
// deletes it.
var labelsOfSystem = map[string]string{"app.kubernetes.io/name": "gherkind", "app.kubernetes.io/managed-by": "gherkind"}

// InSystem writes something to SystemNamespace, and creates the namespace if necessary.
func InSystem(ctx context.Context, client *kube.Client, do func(context.Context) error) error {
	err := do(ctx)
	if !withoutNamespace(err) {
		return err
	}
	_, err = client.Typed().CoreV1().Namespaces().Create(ctx, &corev1.Namespace{
		ObjectMeta: metav1.ObjectMeta{Name: SystemNamespace, Labels: labelsOfSystem},
	}, metav1.CreateOptions{})
	if err != nil && !apierrors.IsAlreadyExists(err) {
		return fmt.Errorf("make namespace %s, in which the runs on a cluster keep Leases and undos: %w; "+
			"somebody who may make it has to do so once: kubectl create namespace %[1]s", SystemNamespace, err)
	}
	return do(ctx)
}

// withoutNamespace reports whether an object could not be created because its namespace does not exist.
func withoutNamespace(err error) bool {
	var answer apierrors.APIStatus
	return errors.As(err, &answer) && apierrors.IsNotFound(err) && answer.Status().Details != nil && answer.Status().Details.Kind == "namespaces"
}
