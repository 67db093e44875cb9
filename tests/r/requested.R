# Makes the golden values of what `[analysis] further` asks for: Rscript requested.R <cohort.csv> <folder>   writes <folder>/requested.csv
# One row is one number: data set, quantity, place, value with 17 significant digits. Base R and the package survival.
suppressPackageStartupMessages(library(survival))

arguments <- commandArgs(trailingOnly = TRUE)
cohort <- read.csv(arguments[1])
folder <- arguments[2]
rows <- list()
keep <- function(data, quantity, place, value) {
  rows[[length(rows) + 1]] <<- data.frame(data = data, quantity = quantity, place = as.character(place), value = sprintf("%.17g", as.numeric(value)))
}
keep("versions", "R", paste(R.version$major, R.version$minor, sep = "."), 0)
keep("versions", "survival", as.character(packageVersion("survival")), 0)
control <- coxph.control(eps = 1e-13, toler.chol = 1e-14, iter.max = 60)

# --- weighted curves, and doubly robust rates from pseudo-values (leave one out) with a linear model in each arm

cohort <- transform(cohort, post = as.numeric(group == "post_ate_beva"), female = as.numeric(sex == "F"),
  viral = as.numeric(etiology %in% c("HBV", "HCV")), ecog0 = as.numeric(ecog == 0), cp_a = as.numeric(child_pugh == "A"),
  single = as.numeric(tumor_number == "single"))
confounders <- c("age", "female", "viral", "ecog0", "cp_a", "log(afp)", "size_cm", "single", "pvi", "mets")
score <- fitted(glm(reformulate(confounders, "post"), binomial, cohort, epsilon = 1e-14, maxit = 100))
weight <- ifelse(cohort$post == 1, mean(cohort$post) / score, mean(1 - cohort$post) / (1 - score))
survival_at <- function(time, event, at, weights = rep(1, length(time))) {
  summary(survfit(Surv(time, event) ~ 1, weights = weights), times = at, extend = TRUE)$surv
}
for (endpoint in c("os", "pfs")) {
  time <- cohort[[paste0(endpoint, "_days")]] / 30.4375
  event <- cohort[[paste0(endpoint, "_event")]]
  for (arm in 0:1) {
    inside <- cohort$post == arm
    fit <- survfit(Surv(time[inside], event[inside]) ~ 1, weights = weight[inside])
    for (month in c(1, 3, 6, 9, 12)) {
      place <- paste(endpoint, arm, month, sep = "|")
      keep("cohort", "weighted_survival", place, summary(fit, times = month)$surv)
      keep("cohort", "weighted_at_risk", place, summary(fit, times = month)$n.risk)
    }
  }
  for (month in c(3, 6, 12)) {
    size <- nrow(cohort)
    pseudo <- sapply(seq_len(size), function(i) {
      size * survival_at(time, event, month) - (size - 1) * survival_at(time[-i], event[-i], month)
    })
    for (i in seq(1, size, by = 7)) keep("cohort", "pseudo_value", paste(endpoint, month, cohort$patient_id[i], sep = "|"), pseudo[i])
    rates <- sapply(0:1, function(arm) {
      inside <- cohort$post == arm
      chance <- if (arm == 1) score else 1 - score
      model <- lm(reformulate(confounders, "pseudo"), cbind(cohort, pseudo)[inside, ])
      predicted <- predict(model, cohort)
      mean(predicted + ifelse(inside, (pseudo - predicted) / chance, 0))
    })
    for (arm in 0:1) keep("cohort", "robust_rate", paste(endpoint, arm, month, sep = "|"), rates[arm + 1])
  }
}

# --- residuals of Cox models with ties, and the smooth line through points

keep_residuals <- function(data, fit) {
  for (type in c("martingale", "schoenfeld", "scaledsch", "dfbetas")) {
    found <- as.matrix(residuals(fit, type = type))
    for (column in seq_len(ncol(found))) {
      for (row in unique(round(seq(1, nrow(found), length.out = 40)))) {
        value <- found[row, column]
        keep(data, paste0("residual_", type), paste(row, column, sep = "|"), if (abs(value) < 1e-12) 0 else value)  # the last at risk: 0
      }
    }
  }
}
veteran <- survival::veteran
keep_residuals("veteran", coxph(Surv(time, status) ~ karno + age + trt, veteran, control = control))
keep_residuals("lung", coxph(Surv(time, status == 2) ~ age + sex, survival::lung, control = control))
keep_residuals("cohort", coxph(Surv(pfs_days, pfs_event) ~ post + ecog0 + cp_a + mets, cohort, control = control))
line <- lowess(veteran$karno + veteran$age / 100, veteran$time, f = 2 / 3, iter = 3, delta = 0)
for (place in seq(1, length(line$y), by = 9)) keep("veteran", "smooth", place, line$y[place])

write.csv(do.call(rbind, rows), file.path(folder, "requested.csv"), row.names = FALSE, quote = TRUE)
