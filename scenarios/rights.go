package scenarios

// Rights are what the scenarios of the options need to be allowed on an external cluster, as manifests of RBAC.
// No cluster is asked. The error is a [*UsageError] when the features are wrong.
func Rights(options Options) (string, error) {
	_, p, err := options.plan()
	if err != nil {
		return "", err
	}
	return p.Rights()
}
