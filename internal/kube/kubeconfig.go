package kube

import (
	"fmt"

	"k8s.io/client-go/tools/clientcmd"
	"k8s.io/client-go/tools/clientcmd/api"
)

// WriteKubeconfig writes a kubeconfig file with one context of another kubeconfig, and sets its default namespace. Without a
// path, the other kubeconfig is the one that kubectl would use; without a name, its current context is used.
func WriteKubeconfig(file, from, context, namespace string) error {
	rules := clientcmd.NewDefaultClientConfigLoadingRules()
	rules.ExplicitPath = from
	config, err := rules.Load()
	if err != nil {
		return fmt.Errorf("read the kubeconfig: %w", err)
	}
	if context != "" {
		config.CurrentContext = context
	}
	if err := api.MinifyConfig(config); err != nil {
		return fmt.Errorf("find the context %q in the kubeconfig: %w", context, err)
	}
	if err := api.FlattenConfig(config); err != nil { // relative paths would not resolve in another folder
		return fmt.Errorf("read the certificates of the kubeconfig: %w", err)
	}
	config.Contexts[config.CurrentContext].Namespace = namespace
	if err := clientcmd.WriteToFile(*config, file); err != nil {
		return fmt.Errorf("write a kubeconfig for the command: %w", err)
	}
	return nil
}
