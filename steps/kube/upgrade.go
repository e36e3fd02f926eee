package kube

import (
	"k8s.io/apimachinery/pkg/util/httpstream"
)

func isUpgradeFailure(err error) bool {
	return httpstream.IsUpgradeFailure(err) || httpstream.IsHTTPSProxyError(err)
}
