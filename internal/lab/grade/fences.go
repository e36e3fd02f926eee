package grade

import (
	_ "embed" // the manifests
	"fmt"

	"k8s.io/apimachinery/pkg/api/resource"

	"github.com/gherkind/gherkind/internal/lab/exercise"
)

// fences limit what the objects of a student can use in the cluster. A NetworkPolicy has an effect only if the cluster's
// network plugin enforces policies. Storage is limited by what pods report to the kubelet, which evicts those that use more.
//
//go:embed manifests/fences.yaml
var fences string

// Containers without limits get a part of what the exercise allows.
const (
	partOfCPU  = 4
	partOfDisk = 16
)

// fencesOf returns the quota, limits and network policy of an exercise, in a namespace or in that of the manifest. The CPU limits of all pods together are those of as many
// containers without a limit: a quota that honest work without limits cannot exceed.
func fencesOf(e *exercise.Exercise, namespace string) (string, error) {
	cpu, err := resource.ParseQuantity(e.Limits.CPU)
	if err != nil {
		return "", fmt.Errorf("read limits.cpu of the exercise: %w", err)
	}
	disk, err := resource.ParseQuantity(e.Limits.Disk)
	if err != nil {
		return "", fmt.Errorf("read limits.disk of the exercise: %w", err)
	}
	if namespace != "" {
		namespace = ", namespace: " + namespace
	}
	each := max(cpu.MilliValue()/partOfCPU, 1)
	return fmt.Sprintf(fences, e.Limits.Pods, e.Limits.CPU, resource.NewMilliQuantity(each*int64(e.Limits.Pods), resource.DecimalSI),
		e.Limits.Memory, e.Limits.Disk, resource.NewMilliQuantity(each, resource.DecimalSI),
		resource.NewQuantity(max(disk.Value()/partOfDisk, 1), resource.BinarySI), namespace), nil
}
