// Package mask hides the values of Secrets in texts: a pod may print a value of a Secret,
// and more people can read a report than the Secret.
package mask
