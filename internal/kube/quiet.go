package kube

import (
	"context"

	"github.com/go-logr/logr"
	"k8s.io/klog/v2"
)

// Quiet keeps client-go from logging to stderr what the error of a request says as well: it would appear between the lines of a
// report.
func Quiet(ctx context.Context) context.Context { return klog.NewContext(ctx, logr.Discard()) }
