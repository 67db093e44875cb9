# Makes the golden values of competing risks with the package cmprsk: Rscript competing.R <cohort.csv> <folder> writes <folder>/competing.csv
suppressPackageStartupMessages({ library(survival); library(cmprsk) })

arguments <- commandArgs(trailingOnly = TRUE)
rows <- list()
keep <- function(data, quantity, place, value) {
  rows[[length(rows) + 1]] <<- data.frame(data = data, quantity = quantity, place = as.character(place), value = sprintf("%.17g", as.numeric(value)))
}
keep("versions", "R", paste(R.version$major, R.version$minor, sep = "."), 0)
dir.create(file.path(arguments[2], "public_data"), showWarnings = FALSE)
keep("versions", "cmprsk", as.character(packageVersion("cmprsk")), 0)

keep_competing <- function(data, time, cause, group, covariates, times) {
  found <- cuminc(time, cause, group, cencode = 0)
  at <- timepoints(found, times)
  for (level in sort(unique(group))) {
    for (i in seq_along(times)) {
      place <- paste(level, times[i], sep = "|")
      keep(data, "incidence_estimate", place, at$est[paste(level, 1), i])
      keep(data, "incidence_std_err", place, sqrt(at$var[paste(level, 1), i]))
    }
  }
  keep(data, "gray_chi_square", "all", found$Tests["1", "stat"])
  keep(data, "gray_p", "all", found$Tests["1", "pv"])
  fit <- crr(time, cause, covariates, failcode = 1, cencode = 0, gtol = 1e-12, maxiter = 50)
  cox <- coxph(Surv(time, cause == 1) ~ covariates, control = coxph.control(eps = 1e-13))
  for (i in seq_len(ncol(covariates))) {
    keep(data, "finegray_coefficient", colnames(covariates)[i], fit$coef[i])
    keep(data, "finegray_std_err", colnames(covariates)[i], sqrt(fit$var[i, i]))
    keep(data, "causespecific_coefficient", colnames(covariates)[i], coef(cox)[i])
    keep(data, "causespecific_std_err", colnames(covariates)[i], sqrt(cox$var[i, i]))
  }
}
mgus <- survival::mgus2[1:400, ]
mgus <- mgus[!is.na(mgus$hgb), ]
# progression to a plasma cell malignancy against death, in months
mgus_time <- ifelse(mgus$pstat == 1, mgus$ptime, mgus$futime)
mgus_cause <- ifelse(mgus$pstat == 1, 1, 2 * mgus$death)
write.csv(data.frame(time = mgus_time, cause = mgus_cause, sex = as.character(mgus$sex), age = mgus$age, male = as.numeric(mgus$sex == "M")),
  file.path(arguments[2], "public_data", "mgus2.csv"), row.names = FALSE)
keep_competing("mgus2", mgus_time, mgus_cause, as.character(mgus$sex), cbind(age = mgus$age, male = as.numeric(mgus$sex == "M")), c(60, 120, 240))
keep_competing("mgus2_by_age", mgus_time, mgus_cause, as.character(cut(mgus$age, c(0, 60, 75, 200), labels = c("a", "b", "c"))),
  cbind(age = mgus$age), c(60, 120))
pbc <- survival::pbc[1:312, ]
# death against transplantation
keep_competing("pbc", pbc$time, ifelse(pbc$status == 2, 1, 2 * (pbc$status == 1)), as.character(pbc$trt),
  cbind(trt = pbc$trt, age = pbc$age, bili = pbc$bili), c(365, 1825, 3650))
cohort <- read.csv(arguments[1])
died_first <- cohort$pfs_event & !cohort$progressed
keep_competing("cohort", cohort$pfs_days, ifelse(cohort$pfs_event == 0, 0, ifelse(died_first, 2, 1)), cohort$group,
  cbind(post = as.numeric(cohort$group == "post_ate_beva")), c(60, 180, 300))
write.csv(do.call(rbind, rows), file.path(arguments[2], "competing.csv"), row.names = FALSE, quote = TRUE)
